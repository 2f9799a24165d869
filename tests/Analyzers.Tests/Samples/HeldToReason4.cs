using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason4.H01_TEMPLATE_END
{
    public abstract class Node : IDisposable
    {
        private bool _disposed;

        public string Name { get; set; } = string.Empty;

        public int Hops { get; set; }

        public int Weight { get; set; }

        public bool IsDisposed => _disposed;

        public abstract void Send(byte[] data);

        public void Dispose()
        {
            _disposed = true;
            Leave();
        }

        /// <summary>What a node does when it leaves.</summary>
        protected virtual void Leave()
        {
        }
    }

    public sealed class SocketNode : Node
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private long _sent;

        public SocketNode(string host) => _socket.Connect(host, 700);

        public long Sent => _sent;

        public override void Send(byte[] data)
        {
            _sent += data.Length;
            _socket.Send(data);
        }

        protected override void Leave() => _socket.Dispose();
    }

    public sealed class Mesh : IDisposable
    {
        private readonly Dictionary<string, SocketNode> _nodes = new();

        public void Join(string host) => _nodes[host] = new SocketNode(host); //! LEAK1001

        public void Forget(string host) => _nodes.Remove(host); //! LEAK1002

        public void Dispose()
        {
            foreach (var node in _nodes.Values)
                node.Dispose();
            _nodes.Clear();
        }
    }
}

namespace Samples.HeldToReason4.H02_ABSTRACT_END
{
    public abstract class Node : IDisposable
    {
        private bool _disposed;

        public string Name { get; set; } = string.Empty;

        public int Hops { get; set; }

        public int Weight { get; set; }

        public bool IsDisposed => _disposed;

        public abstract void Send(byte[] data);

        public void Dispose()
        {
            _disposed = true;
            Leave();
        }

        /// <summary>What a node does when it leaves.</summary>
        protected abstract void Leave();
    }

    public sealed class SocketNode : Node
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private long _sent;

        public SocketNode(string host) => _socket.Connect(host, 700);

        public long Sent => _sent;

        public override void Send(byte[] data)
        {
            _sent += data.Length;
            _socket.Send(data);
        }

        protected override void Leave() => _socket.Dispose();
    }

    public sealed class Mesh : IDisposable
    {
        private readonly Dictionary<string, SocketNode> _nodes = new();

        public void Join(string host) => _nodes[host] = new SocketNode(host); //! LEAK1001

        public void Forget(string host) => _nodes.Remove(host); //! LEAK1002

        public void Dispose()
        {
            foreach (var node in _nodes.Values)
                node.Dispose();
            _nodes.Clear();
        }
    }
}

namespace Samples.HeldToReason4.H03_RETURNED_THEN_DISPOSED
{
    /// <summary>The box in the field: it has sixteen inputs.</summary>
    public sealed class Box
    {
        private readonly bool[] _taken = new bool[16];

        public int Claim()
        {
            var free = Array.IndexOf(_taken, false);
            _taken[free] = true;
            return free;
        }

        /// <summary>Gives the input back, and gives what notes that.</summary>
        public IDisposable Unclaim(int input)
        {
            _taken[input] = false;
            return new StringReader(input.ToString());
        }
    }

    public sealed class Probe : IDisposable
    {
        private readonly Box _box;
        private readonly int _input;
        private int _reads;

        public Probe(Box box)
        {
            _box = box;
            _input = box.Claim();
        }

        public int Input => _input;

        public int Reads => _reads;

        public double Scale { get; set; }

        public double Offset { get; set; }

        public double Convert(int raw)
        {
            _reads++;
            return raw * Scale + Offset;
        }

        public string Describe() => $"input {_input}";

        public bool IsLow(int raw) => Convert(raw) < 0;

        public bool IsHigh(int raw) => Convert(raw) > 100;

        public void Reset() => _reads = 0;

        public void Dispose() => _box.Unclaim(_input).Dispose();
    }

    public sealed class Probes : IDisposable
    {
        private readonly Dictionary<string, Probe> _probes = new();
        private readonly Box _box = new();

        public void Mount(string name) => _probes[name] = new Probe(_box); //! LEAK1001

        public void Dismount(string name) => _probes.Remove(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var probe in _probes.Values)
                probe.Dispose();
            _probes.Clear();
        }
    }
}

namespace Samples.HeldToReason4.H04_LOG_OFF
{
    /// <summary>The logger in the field: it has sixteen inputs.</summary>
    public sealed class DataLogger
    {
        private readonly bool[] _taken = new bool[16];

        public int LogOn()
        {
            var free = Array.IndexOf(_taken, false);
            _taken[free] = true;
            return free;
        }

        public void LogOff(int input) => _taken[input] = false;
    }

    public sealed class Probe : IDisposable
    {
        private readonly DataLogger _logger;
        private readonly int _input;
        private int _reads;

        public Probe(DataLogger logger)
        {
            _logger = logger;
            _input = logger.LogOn();
        }

        public int Input => _input;

        public int Reads => _reads;

        public double Scale { get; set; }

        public double Offset { get; set; }

        public double Convert(int raw)
        {
            _reads++;
            return raw * Scale + Offset;
        }

        public string Describe() => $"input {_input}";

        public bool IsLow(int raw) => Convert(raw) < 0;

        public bool IsHigh(int raw) => Convert(raw) > 100;

        public void Reset() => _reads = 0;

        public void Dispose() => _logger.LogOff(_input);
    }

    public sealed class Probes : IDisposable
    {
        private readonly Dictionary<string, Probe> _probes = new();
        private readonly DataLogger _logger = new();

        public void Mount(string name) => _probes[name] = new Probe(_logger); //! LEAK1001

        public void Dismount(string name) => _probes.Remove(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var probe in _probes.Values)
                probe.Dispose();
            _probes.Clear();
        }
    }
}

namespace Samples.HeldToReason4.H05_TRACE_DELEGATE
{
    public sealed class Sheet : IDisposable
    {
        private readonly Dictionary<string, double> _cells = new();
        private readonly Action<string>? _trace;
        private int _reads;

        public Sheet(string name, Action<string>? trace)
        {
            Name = name;
            _trace = trace;
        }

        public string Name { get; }

        public int Reads => _reads;

        public double Scale { get; set; } = 1;

        public double Get(string cell)
        {
            _reads++;
            return _cells.TryGetValue(cell, out var value) ? value * Scale : 0;
        }

        public void Set(string cell, double value) => _cells[cell] = value;

        public double Sum() => _cells.Values.Sum() * Scale;

        public bool IsEmpty() => _cells.Count == 0;

        public void Reset() => _reads = 0;

        public void Dispose()
        {
            _cells.Clear();
            _trace?.Invoke($"sheet {Name} is closed");
        }
    }

    public sealed class Workbook : IDisposable
    {
        private readonly Dictionary<string, Sheet> _sheets = new();

        public void Add(string name) => _sheets[name] = new Sheet(name, Console.WriteLine);

        public void Remove(string name) => _sheets.Remove(name);

        public double Sum() => _sheets.Values.Sum(s => s.Sum());

        public void Dispose()
        {
            foreach (var sheet in _sheets.Values)
                sheet.Dispose();
            _sheets.Clear();
        }
    }
}
