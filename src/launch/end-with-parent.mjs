// Loaded into every process that launch starts: it ends when its parent is gone, even when that one was killed.
// What such a process forks inherits this file with its flags, and is left to it.
if (process.env.SYNCLINE_PARENT === String(process.ppid)) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}
