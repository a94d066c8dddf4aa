// Loaded into every part: it ends when the process that started it is gone, even when that one was killed.
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
