using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason5.H06_SPAN_CLEARED
{
    public sealed class Sheet : IDisposable
    {
        private readonly Dictionary<string, double> _cells = new();
        private readonly byte[] _buffer = new byte[4096];
        private int _reads;

        public Sheet(string name) => Name = name;

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
            _buffer.AsSpan().Clear();
        }
    }

    public sealed class Workbook : IDisposable
    {
        private readonly Dictionary<string, Sheet> _sheets = new();

        public void Add(string name) => _sheets[name] = new Sheet(name);

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

namespace Samples.HeldToReason5.H09_DECODER_RESET
{
    public sealed class Sheet : IDisposable
    {
        private readonly Dictionary<string, double> _cells = new();
        private readonly System.Text.Decoder _decoder = System.Text.Encoding.UTF8.GetDecoder();
        private int _reads;

        public Sheet(string name) => Name = name;

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
            _decoder.Reset();
        }
    }

    public sealed class Workbook : IDisposable
    {
        private readonly Dictionary<string, Sheet> _sheets = new();

        public void Add(string name) => _sheets[name] = new Sheet(name);

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

namespace Samples.HeldToReason5.H10_PATH_IN_END
{
    public sealed class Sheet : IDisposable
    {
        private readonly Dictionary<string, double> _cells = new();
        private readonly List<string> _notes = new();
        private int _reads;

        public Sheet(string name) => Name = name;

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
            _notes.Add(Path.GetFileName(Name) + " is closed");
        }
    }

    public sealed class Workbook : IDisposable
    {
        private readonly Dictionary<string, Sheet> _sheets = new();

        public void Add(string name) => _sheets[name] = new Sheet(name);

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

namespace Samples.HeldToReason5.H12_TASK_OF_TEXT
{
    public sealed class Sheet : IDisposable
    {
        private readonly Dictionary<string, double> _cells = new();
        private readonly Task<string> _notes;
        private int _reads;

        public Sheet(string name)
        {
            Name = name;
            _notes = Task.FromResult("notes of " + name);
        }

        public Task<string> NotesAsync() => _notes;

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
            _reads = 0;
        }
    }

    public sealed class Workbook : IDisposable
    {
        private readonly Dictionary<string, Sheet> _sheets = new();

        public void Add(string name) => _sheets[name] = new Sheet(name);

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

namespace Samples.HeldToReason5.H13_EVENT_END
{
    public abstract class Node : IDisposable
    {
        private bool _disposed;

        public event EventHandler? Disposed;

        public string Name { get; set; } = string.Empty;

        public int Hops { get; set; }

        public int Weight { get; set; }

        public bool IsDisposed => _disposed;

        public abstract void Send(byte[] data);

        public void Dispose()
        {
            _disposed = true;
            Disposed?.Invoke(this, EventArgs.Empty);
        }
    }

    public sealed class SocketNode : Node
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private long _sent;

        public SocketNode(string host)
        {
            _socket.Connect(host, 700);
            Disposed += OnDisposed;
        }

        public long Sent => _sent;

        public override void Send(byte[] data)
        {
            _sent += data.Length;
            _socket.Send(data);
        }

        private void OnDisposed(object? sender, EventArgs e) => _socket.Dispose();
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

namespace Samples.HeldToReason5.K02_CLONED_CHANNEL
{
    internal class Channel : IDisposable
    {
        private Socket _socket;

        internal Channel(Socket socket, int id)
        {
            _socket = socket;
            Id = id;
        }

        public int Id { get; }

        public int Send(byte[] data) => _socket.Send(data);

        /// <summary>The same channel over another socket.</summary>
        public Channel Over(Socket socket)
        {
            var copy = (Channel)MemberwiseClone();
            copy._socket = socket;
            return copy;
        }

        public void Dispose() => _socket.Dispose();
    }

    internal sealed class Channels : IDisposable
    {
        private readonly Dictionary<int, Channel> _channels = new();
        private int _last;

        public void Accept(Socket listener)
        {
            var channel = new Channel(listener.Accept(), Interlocked.Increment(ref _last));
            _channels[channel.Id] = channel;
        }

        public void Reconnect(int id, string host)
        {
            if (!_channels.TryGetValue(id, out var old))
                return;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var channel = old.Over(socket);
            _channels[channel.Id] = channel; //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }
}
