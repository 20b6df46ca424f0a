import { language } from "../words";
import type { paths } from "./schema";

/** What the server answered when it did not do what was asked; status 0 when it could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly vi: string,
    readonly en: string,
    readonly place?: string,
  ) {
    super(vi);
  }

  get text(): string {
    return language.value === "en" ? this.en : this.vi;
  }

  /** Nothing was decided about the request: the same may be sent again. */
  get passing(): boolean {
    return this.status === 0 || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}

let csrf = "";
let onSignedOut: () => void = () => undefined;

export function setCsrf(value: string): void {
  csrf = value;
}

/** Called when the server no longer knows who we are. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

type Method = "get" | "post" | "delete" | "put";
type With<M extends Method> = { [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never;
type Content<R> = R extends { content: { "application/json": infer C } } ? C : undefined;
type Responses<O> = O extends { responses: infer R } ? R : never;
type At<R, Code> = Code extends keyof R ? Content<R[Code]> : never;
/** What an operation gives when it goes well. */
export type Reply<P extends keyof paths, M extends Method> = At<Responses<Operation<P, M>>, 200 | 201 | 202>;
/** What an operation takes as JSON. */
export type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: infer B } ? (NonNullable<B> extends { content: { "application/json": infer C } } ? C : never) : never;
type Query<P extends keyof paths, M extends Method> = Operation<P, M> extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;

export interface Asked<P extends keyof paths, M extends Method> {
  path?: Record<string, string | number>;
  query?: Query<P, M>;
  body?: Body<P, M>;
  signal?: AbortSignal;
  /** Sent even though the page is being left. */
  keepalive?: boolean;
}

/** An address of the server with its parameters filled in. */
export function address(path: string, parameters: Record<string, string | number> = {}, query: object = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters[name] ?? "")));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return filled + (text ? `?${text}` : "");
}

async function failure(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; vi: string; en: string; place?: string } };
    return new ApiError(response.status, error.code, error.vi, error.en, error.place);
  } catch {
    return new ApiError(response.status, "unknown", `Máy chủ trả lời lỗi ${response.status}.`, `The server answered with error ${response.status}.`);
  }
}

/** Sends a request and returns the answer; throws ApiError, never anything else. */
export async function send(method: string, url: string, body?: BodyInit, type?: string, signal?: AbortSignal, keepalive?: boolean): Promise<Response> {
  const headers: Record<string, string> = {};
  if (type) headers["Content-Type"] = type;
  if (method !== "GET") headers["X-CSRF"] = csrf;
  const request: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) request.body = body;
  if (signal) request.signal = signal;
  if (keepalive) request.keepalive = true;
  let response: Response;
  try {
    response = await fetch(url, request);
  } catch {
    throw new ApiError(0, "unreachable", "Không nối được với máy kiểm phiếu.", "The counting station cannot be reached.");
  }
  if (response.ok) return response;
  const error = await failure(response);
  if (error.status === 401 && !url.startsWith("/api/session")) onSignedOut();
  throw error;
}

async function call<P extends keyof paths, M extends Method>(method: M, path: P, asked: Asked<P, M>): Promise<Reply<P, M>> {
  const url = address(path as string, asked.path, asked.query);
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const response = await send(method.toUpperCase(), url, body, body === undefined ? undefined : "application/json", asked.signal, asked.keepalive);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Reply<P, M>;
}

export const get = <P extends With<"get">>(path: P, asked: Asked<P, "get"> = {}) => call("get", path, asked);
export const post = <P extends With<"post">>(path: P, asked: Asked<P, "post"> = {}) => call("post", path, asked);
export const remove = <P extends With<"delete">>(path: P, asked: Asked<P, "delete"> = {}) => call("delete", path, asked);
