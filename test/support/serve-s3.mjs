import S3rver from '@20minutes/s3rver';

/** Serves one bucket from a folder, and says on which port. Its own command is missing in the package. */
const [, , directory, name] = process.argv;
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  vhostBuckets: false,
  directory,
  configureBuckets: [{ name }],
});
const { port } = await server.run();
console.log(`port ${port}`);
