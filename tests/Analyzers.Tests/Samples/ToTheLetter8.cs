using System.Collections.Concurrent;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter8.P01_LOOP_LEFT_INSIDE
{
    public sealed class TailRun : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            while (true)
            {
                if (_stop.IsCancellationRequested)
                    break;
                var count = await _file.ReadAsync(buffer);
                if (count > 0)
                    got(buffer.AsSpan(0, count).ToArray());
                else
                    await Task.Delay(500);
            }
        }

        public void Stop() => _stop.Cancel();

        public void Dispose()
        {
            _stop.Cancel();
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run; //! LEAK4002
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}

namespace Samples.ToTheLetter8.P02_LOOP_BY_TOKEN
{
    public sealed class TailRun : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            var token = _stop.Token;
            while (!token.IsCancellationRequested)
            {
                var count = await _file.ReadAsync(buffer);
                if (count > 0)
                    got(buffer.AsSpan(0, count).ToArray());
                else
                    await Task.Delay(500);
            }
        }

        public void Stop() => _stop.Cancel();

        public void Dispose()
        {
            _stop.Cancel();
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run; //! LEAK4002
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}

namespace Samples.ToTheLetter8.P03_WAITS_FOR_END
{
    public sealed class TailRun : IDisposable
    {
        private readonly TaskCompletionSource _ended = new();
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            var count = await _file.ReadAsync(buffer);
            got(buffer.AsSpan(0, count).ToArray());
            await _ended.Task;
        }

        public void Dispose()
        {
            _ended.TrySetResult();
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run; //! LEAK4002
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}

namespace Samples.ToTheLetter8.P04_RUN_BY_HELPER
{
    public sealed class TailRun : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            while (!_stop.IsCancellationRequested)
            {
                var count = await _file.ReadAsync(buffer);
                if (count > 0)
                    got(buffer.AsSpan(0, count).ToArray());
                else
                    await Task.Delay(500);
            }
        }

        public void Stop() => _stop.Cancel();

        public void Dispose()
        {
            _stop.Cancel();
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run; //! LEAK4002
                await KeepAsync(run, got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        private static async Task KeepAsync(TailRun run, Action<byte[]> got)
        {
            await run.FollowAsync(got);
            Console.Error.WriteLine("over");
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}

namespace Samples.ToTheLetter8.P05_COPIES_TO_THE_END
{
    public sealed class TailRun : IDisposable
    {
        private long _done;
        private readonly long _length;
        private readonly FileStream _file;

        public TailRun(string path)
        {
            _file = new FileStream(path, FileMode.Open);
            _length = _file.Length;
        }

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            while (_done < _length)
            {
                var count = await _file.ReadAsync(buffer);
                if (count == 0)
                    return;
                _done += count;
                got(buffer.AsSpan(0, count).ToArray());
            }
        }

        public double Part => (double)_done / _length;

        public void Dispose()
        {
            _done = 0;
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run;
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}

namespace Samples.ToTheLetter8.P06_TILL_THE_END_OF_FILE
{
    public sealed class TailRun : IDisposable
    {
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            while (_file.Position < _file.Length)
            {
                var count = await _file.ReadAsync(buffer);
                got(buffer.AsSpan(0, count).ToArray());
            }
        }

        public void Dispose()
        {
            Console.Error.WriteLine(_file.Name);
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run;
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}
