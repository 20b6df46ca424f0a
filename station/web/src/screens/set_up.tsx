export function SetUp() {
  return <div />;
}
