// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly3.F11
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Only the end of the view empties the sheet; the drawer empties a sheet of another kind.</summary>
    public sealed class Sheet
    {
        private readonly List<Spool> _spools = [];

        public void Add()
        {
            lock (_spools)
                _spools.Add(new Spool()); //! LEAK4002
        }

        public void Empty()
        {
            Spool[] old;
            lock (_spools)
            {
                old = [.. _spools];
                _spools.Clear();
            }

            foreach (var spool in old)
                spool.Dispose();
        }
    }

    public sealed class SheetView : IDisposable
    {
        private readonly Sheet _sheet = new();
        private readonly List<string> _names = [];

        public void OnAdd(string name)
        {
            _names.Add(name);
            _sheet.Add();
        }

        public void Dispose()
        {
            _sheet.Empty();
            _names.Clear();
        }
    }

    public sealed class Drawer
    {
        public Other.Sheet Sheet { get; } = new();

        public void Run() => Sheet.Empty();
    }

    public static class Other
    {
        public sealed class Sheet
        {
            private int _count;

            public void Empty() => _count = 0;

            public int Count => _count;
        }
    }
}

namespace Samples.ToldNarrowly3.F12
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Each try of a push makes a file for the node anew; the one of the try before is lost.</summary>
    public sealed class Stack : IDisposable
    {
        private Node? _head;

        public void Push()
        {
            var node = new Node();
            Node? first;
            do
            {
                first = Volatile.Read(ref _head);
                node.Next = first;
                node.Data = new Spool(); //! LEAK1001
            }
            while (Interlocked.CompareExchange(ref _head, node, first) != first);
        }

        public void Dispose()
        {
            for (var node = Interlocked.Exchange(ref _head, null); node != null; node = node.Next)
                node.Data?.Dispose();
        }

        private sealed class Node
        {
            public Node? Next;
            public Spool? Data;
        }
    }
}

namespace Samples.ToldNarrowly3.G01
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>The files are disposed under the lock, and the table is emptied outside of it: a Reopen in between puts a new one in, which Clear drops.</summary>
    public sealed class Spools : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Spool> _spools = [];

        public void Open(string name)
        {
            lock (_gate)
            {
                if (_spools.ContainsKey(name))
                    return;
                _spools[name] = new Spool(); //! LEAK4002
            }
        }

        public void Reopen(string name)
        {
            lock (_gate)
            {
                if (!_spools.TryGetValue(name, out var old))
                    return;
                _spools[name] = new Spool(); //! LEAK4002
                old.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var spool in _spools.Values)
                    spool.Dispose();
            }

            _spools.Clear();
        }
    }
}

namespace Samples.ToldNarrowly3.G02
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Dispose takes out the idle ones; the others stay in the table, where Reopen puts new ones in their place.</summary>
    public sealed class Spools : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Spool> _spools = [];
        private readonly HashSet<string> _pinned = [];

        public Spools(IEnumerable<string> names)
        {
            foreach (var name in names)
                _spools.TryAdd(name, new Spool());
        }

        public void Pin(string name)
        {
            lock (_gate)
                _pinned.Add(name);
        }

        public void Reopen(string name)
        {
            lock (_gate)
            {
                if (!_spools.TryGetValue(name, out var old))
                    return;
                _spools[name] = new Spool(); //! LEAK4002
                old.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var name in _spools.Keys.ToArray())
                {
                    _spools[name].Dispose();
                    if (!_pinned.Contains(name))
                        _spools.Remove(name);
                }
            }
        }
    }
}

namespace Samples.ToldNarrowly3.H05
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Takes all out and gives the broken ones to the caller; the others are let go.</summary>
    public sealed class Sources
    {
        private readonly Dictionary<string, Spool> _spools = []; //! LEAK1004

        public void Open(string name)
        {
            lock (_spools)
            {
                if (!_spools.ContainsKey(name))
                    _spools.Add(name, new Spool());
            }
        }

        public void Close(string name)
        {
            Spool? spool;
            lock (_spools)
                _spools.Remove(name, out spool);
            spool?.Dispose();
        }

        public List<Spool> Take(bool onlyEmpty)
        {
            lock (_spools)
            {
                var all = _spools.Values.ToList();
                if (onlyEmpty)
                    all = all.Where(s => s.Length == 0).ToList();
                _spools.Clear();
                return all;
            }
        }
    }

    public static class Program
    {
        public static void Main()
        {
            var sources = new Sources();
            sources.Open("a");
            foreach (var spool in sources.Take(true))
                spool.Dispose();
        }
    }
}
