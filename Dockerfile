# The three services in one image; docker-compose.yml says which of them a container runs.

FROM node:20-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --no-audit --no-fund && npm run build

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/shared/package.json packages/shared/
COPY packages/platform/package.json packages/platform/
COPY packages/local-brokers/package.json packages/local-brokers/
COPY services/ingest/package.json services/ingest/
COPY services/segmenter/package.json services/segmenter/
COPY services/recommender/package.json services/recommender/
COPY apps/cli/package.json apps/cli/
COPY apps/cli/bin apps/cli/bin
COPY apps/dashboard/package.json apps/dashboard/
COPY apps/report/package.json apps/report/
COPY packages/ui-tones packages/ui-tones
COPY config config
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /app/packages/shared/dist packages/shared/dist
COPY --from=build /app/packages/platform/dist packages/platform/dist
COPY --from=build /app/packages/local-brokers/dist packages/local-brokers/dist
COPY --from=build /app/services/ingest/dist services/ingest/dist
COPY --from=build /app/services/segmenter/dist services/segmenter/dist
COPY --from=build /app/services/recommender/dist services/recommender/dist
COPY --from=build /app/apps/cli/dist apps/cli/dist
COPY --from=build /app/apps/dashboard/dist apps/dashboard/dist
COPY --from=build /app/apps/report/dist apps/report/dist
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8080
