# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 JENDELA_HOME=/var/lib/jendela
WORKDIR /app
RUN mkdir -p /var/lib/jendela && chown node:node /var/lib/jendela
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY schema ./schema
COPY seeds ./seeds
COPY datasets ./datasets
USER node
VOLUME /var/lib/jendela
EXPOSE 7300
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:7300/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself, so that it gets the signals; compose's `init: true` reaps its children.
CMD ["node", "dist/cli.js", "start"]
