# Builds with everything, runs with what is needed.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN node build.mjs && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build --chown=node:node /app/package.json ./
COPY --from=build --chown=node:node /app/node_modules ./node_modules
COPY --from=build --chown=node:node /app/dist ./dist
# Templates, words and banks are read as they are.
COPY --from=build --chown=node:node /app/src ./src
COPY --from=build --chown=node:node /app/question-banks ./question-banks
RUN mkdir /keys && chown node:node /keys
USER node
EXPOSE 3000
CMD ["node", "dist/src/main.js", "api"]
