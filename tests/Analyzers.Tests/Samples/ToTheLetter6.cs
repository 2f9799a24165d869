using System.Collections.Concurrent;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter6.P02_LOOP_BY_TOKEN
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

namespace Samples.ToTheLetter6.P05_COPIES_TO_THE_END
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

namespace Samples.ToTheLetter6.P06_TILL_THE_END_OF_FILE
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

namespace Samples.ToTheLetter6.Q01_STARTED_AFTER_RETURN
{
    public sealed class SlotGrid
    {
        private readonly TcpClient?[] _slots = new TcpClient?[4];
        private readonly string _host;
        private readonly bool _auto;
        private bool _running;

        public SlotGrid(string host, bool auto)
        {
            _host = host;
            _auto = auto;
        }

        public void Start()
        {
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new TcpClient(_host, 2000 + i); //! LEAK1001
            if (!_auto)
                return;
            _running = true;
            foreach (var slot in _slots)
                slot?.Client.Send(new byte[] { 1 });
        }

        public void Stop()
        {
            if (!_running)
                return;
            for (var i = 0; i < _slots.Length; i++)
            {
                _slots[i]?.Dispose();
                _slots[i] = null;
            }

            _running = false;
        }
    }
}

namespace Samples.ToTheLetter6.Q02_HELPER_RETURNS
{
    public sealed class SlotGrid
    {
        private readonly TcpClient?[] _slots = new TcpClient?[4];
        private readonly string _host;
        private readonly bool _auto;
        private bool _running;

        public SlotGrid(string host, bool auto)
        {
            _host = host;
            _auto = auto;
        }

        public void Start()
        {
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new TcpClient(_host, 2000 + i); //! LEAK1001
            Run();
        }

        private void Run()
        {
            if (!_auto)
                return;
            _running = true;
            foreach (var slot in _slots)
                slot?.Client.Send(new byte[] { 1 });
        }

        public void Stop()
        {
            if (!_running)
                return;
            for (var i = 0; i < _slots.Length; i++)
            {
                _slots[i]?.Dispose();
                _slots[i] = null;
            }

            _running = false;
        }
    }
}

namespace Samples.ToTheLetter6.R01_HEADER_READS_ONLY
{
    /// <summary>What stands at the head of a file, and a file for what was found.</summary>
    public sealed class PageHeader : IDisposable
    {
        private readonly int _version;
        private readonly FileStream _found;

        public PageHeader(FileStream pages, string found)
        {
            _version = pages.ReadByte();
            _found = new FileStream(found, FileMode.Append);
        }

        public override string ToString() => $"{_version}, {_found.Length}";

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _part;
        private PageHeader? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part; //! LEAK1001
            _whole = new PageHeader(part, path + ".found");
            old?.Dispose();
        }

        public string Show() => _whole!.ToString() ?? "";

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
            _part?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter6.R02_INDEX_COPIES
{
    public static class Pages
    {
        public static int Count(FileStream pages) => (int)(pages.Length / 4096);
    }

    /// <summary>Looks things up in a file that is its user's, and keeps what it found in one of its own.</summary>
    public sealed class PageIndex : IDisposable
    {
        private readonly FileStream _pages;
        private readonly FileStream _found;

        public PageIndex(FileStream pages, string found)
        {
            _pages = pages;
            _found = new FileStream(found, FileMode.Append);
        }

        public override string ToString() => $"{Pages.Count(_pages)} pages";

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _part;
        private PageIndex? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part; //! LEAK1001
            _whole = new PageIndex(part, path + ".found");
            old?.Dispose();
        }

        public string Show() => _whole!.ToString() ?? "";

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
            _part?.Dispose();
        }
    }
}
