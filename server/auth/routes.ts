import type { RequestHandler } from "express";
import { meView, passwordSchema, signedInView, signInSchema } from "../../shared/auth/schema.ts";
import { AppError } from "../platform/errors.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { Access } from "./access.ts";
import { type RefreshCookie, sameOriginOnly } from "./browser.ts";
import type { AuthService } from "./service.ts";
import type { Throttle } from "./throttle.ts";

export const authEndpoints = ({
  service,
  access,
  cookie,
  throttle,
}: {
  service: AuthService;
  access: Access;
  cookie: RefreshCookie;
  throttle: Throttle;
}): Endpoint[] => {
  const tag = "auth";
  const posted: RequestHandler[] = [noStore, sameOriginOnly, access.openBeforePasswordChange];

  return [
    endpoint({
      method: "post",
      path: "/auth/sign-in",
      summary: "Sign in with user name and password",
      tag,
      guard: { who: "public" },
      body: signInSchema,
      answer: signedInView,
      before: [...posted, ...throttle.signIn],
      run: async ({ body, address, req, res }) => {
        const device = { address, userAgent: req.get("user-agent") ?? "" };
        const { signedIn, refresh } = await service.signIn({ ...body, device, cookie: cookie.read(req) });
        cookie.write(res, refresh);
        return signedIn;
      },
    }),
    endpoint({
      method: "post",
      path: "/auth/refresh",
      summary: "Exchange the refresh cookie for a new access token and a new cookie",
      tag,
      guard: { who: "public" },
      answer: signedInView,
      before: posted,
      run: async ({ req, res }) => {
        const token = cookie.read(req);
        if (token === undefined) throw new AppError(401, "unauthenticated");
        const { signedIn, refresh } = await service.refresh(token).catch((error: unknown) => {
          if (error instanceof AppError && error.status === 401) cookie.clear(res);
          throw error;
        });
        cookie.write(res, refresh);
        return signedIn;
      },
    }),
    endpoint({
      method: "post",
      path: "/auth/sign-out",
      summary: "Sign out on this device",
      tag,
      guard: { who: "public" },
      status: 204,
      answer: undefined,
      before: posted,
      run: async ({ req, res }) => {
        await service.signOut({ cookie: cookie.read(req), claims: access.claimsOf(req) });
        cookie.clear(res);
      },
    }),
    endpoint({
      method: "post",
      path: "/auth/sign-out-everywhere",
      summary: "Sign out on every device",
      tag,
      guard: { who: "staff" },
      status: 204,
      answer: undefined,
      before: posted,
      run: async ({ actor, res }) => {
        await service.signOutEverywhere(actor.id);
        cookie.clear(res);
      },
    }),
    endpoint({
      method: "post",
      path: "/auth/password",
      summary: "Change one's own password; other devices are signed out",
      tag,
      guard: { who: "staff" },
      body: passwordSchema,
      answer: signedInView,
      before: [...posted, ...throttle.password((req) => access.claimsOf(req)?.userId)],
      run: async ({ body, req, res }) => {
        const { signedIn, refresh } = await service.changePassword({ ...body, claims: access.of(req).claims });
        cookie.write(res, refresh);
        return signedIn;
      },
    }),
    endpoint({
      method: "get",
      path: "/auth/me",
      summary: "Who I am and what I may do",
      tag,
      guard: { who: "staff" },
      answer: meView,
      before: [noStore, access.openBeforePasswordChange],
      run: async ({ actor, req }) => service.meOf(access.of(req).account, actor.deputyFor),
    }),
  ];
};
