# syntax=docker/dockerfile:1
# One image for the server, for a worker and for the command line. Nothing in it is written to but /var/lib/jendela and /tmp.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 JENDELA_HOME=/var/lib/jendela
WORKDIR /app
RUN mkdir -p /var/lib/jendela /backups && chown node:node /var/lib/jendela /backups
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY schema ./schema
COPY seeds ./seeds
COPY datasets ./datasets
USER node
VOLUME ["/var/lib/jendela"]
EXPOSE 7300
# The server and a worker alike answer here; the first start publishes the samples and may take a minute.
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 7300}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself, without npm or a shell before it, so that it gets the signals; `init: true` or `docker run --init` reaps its children.
CMD ["node", "dist/cli.js", "start"]
