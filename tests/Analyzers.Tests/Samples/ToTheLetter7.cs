using System.Xml;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter7.R07_XML_CLOSES_INPUT
{
    public sealed class XmlStore : IDisposable
    {
        private FileStream? _part;
        private XmlReader? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part;
            _whole = XmlReader.Create(part, new XmlReaderSettings { CloseInput = true });
            old?.Dispose();
        }

        public string Show() => _whole!.Name;

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter7.S01_ONLY_BOTH_PIPES
{
    /// <summary>There are an input and an output, and no others.</summary>
    public sealed class PipePair : IDisposable
    {
        private readonly Dictionary<string, FileStream> _pipes = new();
        private readonly Action<FileStream> _closer;

        public PipePair(Action<FileStream> closer) => _closer = closer;

        public void Open(string path)
        {
            HandOver(false);
            _pipes.Add("in", new FileStream(path + ".in", FileMode.Open));
            _pipes.Add("out", new FileStream(path + ".out", FileMode.Create));
        }

        public void Write(byte[] data) => _pipes["out"].Write(data);

        /// <summary>The closer closes what it gets.</summary>
        public void HandOver(bool both)
        {
            if (_pipes.TryGetValue("in", out var input))
                _closer(input);
            if (both && _pipes.TryGetValue("out", out var output))
                _closer(output);
            _pipes.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var pipe in _pipes.Values)
                pipe.Dispose(); //! LEAK1013
            _pipes.Clear();
        }
    }
}

namespace Samples.ToTheLetter7.S03_FROZEN_AND_CLOSED
{
    public sealed class PartCache : IDisposable
    {
        private List<FileStream>? _parts;
        private bool _frozen;

        public void Open(string path)
        {
            if (!_frozen)
                (_parts ??= new List<FileStream>()).Add(new FileStream(path, FileMode.Open));
        }

        public void Freeze() => _frozen = true;

        public void Thaw() => _frozen = false;

        public void Trim()
        {
            if (_frozen)
                _parts = null; //! LEAK1003
        }

        public long Size => _parts?.Sum(p => p.Length) ?? 0;

        public void Dispose()
        {
            _frozen = true;
            if (_parts == null)
                return;
            foreach (var part in _parts)
                part.Dispose(); //! LEAK1013
            _parts = null;
        }
    }
}

namespace Samples.ToTheLetter7.S04_NO_MORE_OPEN
{
    public sealed class PartCache : IDisposable
    {
        private List<FileStream>? _parts = new();
        private bool _open = true;

        public void Add(string path)
        {
            if (!_open)
            {
                _parts = null;
                throw new ObjectDisposedException(nameof(PartCache));
            }

            _parts!.Add(new FileStream(path, FileMode.Open));
        }

        public long Size => _parts?.Sum(p => p.Length) ?? 0;

        public void Dispose()
        {
            _open = false;
            if (_parts == null)
                return;
            foreach (var part in _parts)
                part.Dispose(); //! LEAK1013
            _parts.Clear();
        }
    }
}

namespace Samples.ToTheLetter7.T01_ABORTED_BY_DERIVED
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        protected bool _closed;

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        /// <summary>What is there is not told any more.</summary>
        public void Abort() => _closed = true;

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ToTheLetter7.T02_CANCELLED_BEFORE
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private readonly CancellationTokenSource _stop = new();

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_stop.IsCancellationRequested)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_stop.IsCancellationRequested)
                    return;
                _stop.Cancel();
                Flush();
            }
        }

        /// <summary>Takes no more lines.</summary>
        public void Cancel() => _stop.Cancel();

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.ToTheLetter7.T04_PROPERTY_OF_END
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        protected bool IsDisposed { get; set; }

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (IsDisposed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (IsDisposed)
                    return;
                IsDisposed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}
