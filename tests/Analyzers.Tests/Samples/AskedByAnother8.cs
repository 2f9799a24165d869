using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother8.A80
{
    public sealed class Mount : IDisposable
    {
        private readonly FileStream _file;
        public Mount(string path, int id) { _file = File.OpenRead(path); Path = path; Id = id; }
        public string Path { get; }
        public int Id { get; }
        public long Length => _file.Length;
        public void Dispose() => _file.Dispose();
    }

    // Unmount() takes it out of the table by path, without an end; the table by number has it until Dispose(), where only that by path is gone over.
    public sealed class Mounts : IDisposable
    {
        private readonly Dictionary<string, Mount> _byPath = new();
        private readonly Dictionary<int, Mount> _byId = new();
        private int _last;

        public int Add(string path)
        {
            var mount = new Mount(path, ++_last);
            _byId.Add(mount.Id, mount);
            Remember(mount);
            return mount.Id;
        }

        private void Remember(Mount mount) => _byPath.Add(mount.Path, mount);

        public void Unmount(int id)
        {
            if (_byId.Remove(id, out var mount))
                _byPath.Remove(mount.Path); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var mount in _byPath.Values)
                mount.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother8.A81
{
    // Each worker of the owner runs the loop on its own thread: Enumerable.Range(…).Select starts several.
    internal sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new(); //! LEAK1004
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file; //! LEAK2001
            }

            return file;
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string> _lines = new(100);

        public Writer(int count)
        {
            StartOne();
            if (count > 1)
                StartOne();
        }

        private void StartOne() => new Thread(Run).Start();

        public void Add(string line) => _lines.Add(line);

        private void Run()
        {
            foreach (var line in _lines.GetConsumingEnumerable())
                _table.Ensure(line).Write("x"u8);
        }
    }

    public static class Program1
    {
        private static readonly Writer Writer = new(2);
        public static void Log(string line) => Writer.Add(line);
    }
}

namespace Samples.AskedByAnother8.A82
{
    // In the one loop the lines go through PLINQ: Ensure runs on several threads at once.
    internal sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new(); //! LEAK1004
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file; //! LEAK2001
            }

            return file;
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string[]> _batches = new(100);

        public Writer() => new Thread(Run).Start();

        public void Add(string[] batch) => _batches.Add(batch);

        private void Run()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
            {
                var files = batch.AsParallel().Select(name => _table.Ensure(name)).ToArray();
                foreach (var file in files)
                    file.Flush();
            }
        }
    }

    public static class Program1
    {
        private static readonly Writer Writer = new();
        public static void Log(string line) => Writer.Add(new[] { line });
    }
}

namespace Samples.AskedByAnother8.A83
{
    // Right: one loop, one thread; the lambda runs there.
    internal sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new(); //! LEAK1004
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file;
            }

            return file;
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string[]> _batches = new(100);

        public Writer() => new Thread(Run).Start();

        public void Add(string[] batch) => _batches.Add(batch);

        private void Run()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
            {
                var files = batch.Select(name => _table.Ensure(name)).ToArray();
                foreach (var file in files)
                    file.Flush();
            }
        }
    }

    public static class Program1
    {
        private static readonly Writer Writer = new();
        public static void Log(string line) => Writer.Add(new[] { line });
    }
}

namespace Samples.AskedByAnother8.A84
{
    internal sealed class Supervisor
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Process> _processes = new();

        public void Launch(string name, string file)
        {
            lock (_gate)
            {
                if (!_processes.ContainsKey(name))
                    _processes.Add(name, Process.Start(file)); //! LEAK4002
            }
        }

        public void StopAll()
        {
            lock (_gate)
            {
                foreach (var process in _processes.Values)
                {
                    process.Kill();
                    process.Dispose();
                }

                _processes.Clear();
            }
        }
    }

    // The one owner stops all when the process ends, while clients of the listener still come.
    public static class Daemon
    {
        private static readonly Supervisor Supervisor = new();

        public static void Run()
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Supervisor.StopAll();
            var listener = new System.Net.HttpListener();
            listener.Start();
            while (true)
            {
                var context = listener.GetContext();
                ThreadPool.QueueUserWorkItem(_ => Supervisor.Launch(context.Request.RawUrl!, "worker"));
            }
        }
    }
}

namespace Samples.AskedByAnother8.A86
{
    public interface IReading { long Length { get; } }

    // The comment speaks of the readers that callers got, not of the file that the slot loses.
    public sealed class FileRegistry : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public void Open(string name, string path)
        {
            if (_files.ContainsKey(name))
                return;
            _files[name] = File.OpenRead(path);
        }

        public void Forget(string name)
        {
            // Must not be disposed by the registry for callers still read.
            _files.Remove(name);
        }

        public void Drop(string name)
        {
            // Values are not disposed by the registry on this path, see the ticket.
            _files.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var f in _files.Values)
                f.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother8.A87
{
    // A rolling stream: a failure of the next file is caught where it is written.
    public sealed class RollingStream : Stream
    {
        private readonly string _path;
        private FileStream _part;
        private int _number;
        private long _lost;

        public RollingStream(string path) { _path = path; _part = File.Create(path + ".0"); }

        private void Roll()
        {
            _part.Dispose(); //! LEAK1008
            _part = File.Create($"{_path}.{++_number}");
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (_part.Length > 1_000_000)
            {
                try
                {
                    Roll();
                }
                catch (SystemException)
                {
                    _lost++;
                }
            }

            _part.Write(buffer, offset, count);
        }

        public long Lost => _lost;
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => _part.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _part.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Samples.AskedByAnother8.A88
{
    // Right: what is caught is not what a file fails with; the failure goes to the one user.
    public sealed class RollStream : Stream
    {
        private readonly string _path;
        private FileStream _part;
        private int _number;
        private long _lost;

        public RollStream(string path) { _path = path; _part = File.Create(path + ".0"); }

        private void Roll()
        {
            _part.Dispose();
            _part = File.Create($"{_path}.{++_number}");
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (_part.Length > 1_000_000)
            {
                try
                {
                    Roll();
                }
                catch (ObjectDisposedException)
                {
                    _lost++;
                }
            }

            _part.Write(buffer, offset, count);
        }

        public long Lost => _lost;
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => _part.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _part.Dispose();
            base.Dispose(disposing);
        }
    }
}
