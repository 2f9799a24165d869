// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly1.E01
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

    public sealed class RemovedEventArgs(Spool value, bool expired) : EventArgs
    {
        public Spool Value => value;

        public bool Expired => expired;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<RemovedEventArgs>? Removed;

        public new bool Remove(string key)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new RemovedEventArgs(spool, false));
            return true;
        }
    }

    /// <summary>The table tells of a Remove; of a Clear it says nothing.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public Shelves() => _shelf.Removed += (_, e) => e.Value.Dispose();

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name);

        public void Reset() => _shelf.Clear(); //! LEAK1003

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly1.E02
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

    public sealed class RemovedEventArgs(Spool value, bool expired) : EventArgs
    {
        public Spool Value => value;

        public bool Expired => expired;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<RemovedEventArgs>? Removed;

        public new bool Remove(string key) => Take(key, false);

        public bool Expire(string key) => Take(key, true);

        private bool Take(string key, bool expired)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new RemovedEventArgs(spool, expired));
            return true;
        }
    }

    /// <summary>The handler ends only what has expired; what Drop takes out stays open.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public Shelves() => _shelf.Removed += OnRemoved;

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name); //! LEAK1002

        public void Expire(string name) => _shelf.Expire(name);

        private void OnRemoved(object? sender, RemovedEventArgs e)
        {
            if (e.Expired)
                e.Value.Dispose();
        }

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly1.E03
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

    public sealed class RemovedEventArgs(Spool value, bool expired) : EventArgs
    {
        public Spool Value => value;

        public bool Expired => expired;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<RemovedEventArgs>? Removed;

        public new bool Remove(string key)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new RemovedEventArgs(spool, false));
            return true;
        }
    }

    /// <summary>A shelf of its own for the import has a handler; the one of the holder has none.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public long Import(IEnumerable<string> names)
        {
            var temporary = new Shelf();
            temporary.Removed += (_, e) => e.Value.Dispose();
            long total = 0;
            foreach (var name in names)
            {
                if (temporary.TryGetValue(name, out var known))
                    total += known.Length;
                else
                    temporary.Add(name, new Spool());
            }

            foreach (var name in temporary.Keys.ToArray())
                temporary.Remove(name);
            return total;
        }

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly1.E04
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

    public sealed class Ticket : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.WriteLine("late"), null, 1000, 1000);

        public void Dispose() => _timer.Dispose();
    }

    public sealed class LeftEventArgs(Spool value, Ticket ticket) : EventArgs
    {
        public Spool Value => value;

        public Ticket Ticket => ticket;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<LeftEventArgs>? Removed;

        public new bool Remove(string key)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new LeftEventArgs(spool, new Ticket()));
            return true;
        }
    }

    /// <summary>The handler ends the ticket of the removal, and not the spool.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public Shelves() => _shelf.Removed += (_, e) => e.Ticket.Dispose();

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly1.E05
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

    public sealed class RemovedEventArgs(Spool value, bool expired) : EventArgs
    {
        public Spool Value => value;

        public bool Expired => expired;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        private readonly Dictionary<string, DateTime> _used = [];

        public event EventHandler<RemovedEventArgs>? Expired;

        public void Trim(DateTime before)
        {
            foreach (var (name, used) in _used.ToArray())
            {
                if (used < before && Remove(name, out var spool))
                    Expired?.Invoke(this, new RemovedEventArgs(spool, true));
            }
        }

        public void Touch(string name) => _used[name] = DateTime.UtcNow;
    }

    /// <summary>The table tells of what has expired; what is removed by hand is no such thing.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];

        public Shelves() => _shelf.Expired += (_, e) => e.Value.Dispose();

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
            _shelf.Touch(name);
        }

        public void Trim() => _shelf.Trim(DateTime.UtcNow.AddHours(-1));

        public void Drop(string name) => _shelf.Remove(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }
}
