#pragma once
// What every folder's error value carries, so that one line can say file, place and what was expected.

#include <string>

namespace kiemphieu::base {

/// How a failure is to be told to the outside; the command line maps it to exit codes.
enum class FailureClass {
    bad_input,        ///< the user's file or words are wrong: exit code 2
    world,            ///< disk full, device gone, library missing: exit code 3
    broken_evidence,  ///< a record is forged, altered or missing: exit code 4
};

/// One failure, told as "file: place: what was found; what was expected".
struct Failure {
    FailureClass failure_class{FailureClass::bad_input};
    std::string file;     ///< path as the user gave it; may be empty
    std::string place;    ///< line, field, page, offset; may be empty
    std::string message;  ///< what is wrong and what was expected, in English
    bool operator==(const Failure&) const = default;
};

/// "file: place: message", leaving out what is empty.
std::string to_string(const Failure& failure);

}  // namespace kiemphieu::base
