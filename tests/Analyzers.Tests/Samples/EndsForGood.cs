using System.Data;

// Twins of ValidCode/GoesOnAfterwards.cs: the end is one, what is there is alive, and nobody ends what leaves.
namespace Samples.EndsForGood
{
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

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

    /// <summary>Only the end of the view empties the sheet.</summary>
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

        public void OnAdd() => _sheet.Add();

        public void Dispose() => _sheet.Empty();
    }

    public sealed class RemovedEventArgs(Spool value) : EventArgs
    {
        public Spool Value => value;
    }

    public sealed class Shelf : Dictionary<string, Spool>
    {
        public event EventHandler<RemovedEventArgs>? Removed;

        public new bool Remove(string key)
        {
            if (!Remove(key, out var spool))
                return false;
            Removed?.Invoke(this, new RemovedEventArgs(spool));
            return true;
        }
    }

    /// <summary>The handler only counts.</summary>
    public sealed class Shelves : IDisposable
    {
        private readonly Shelf _shelf = [];
        private int _removed;

        public Shelves() => _shelf.Removed += (_, e) => _removed += e.Value.Length > 0 ? 1 : 0;

        public void Put(string name)
        {
            var spool = new Spool();
            if (!_shelf.TryAdd(name, spool))
                spool.Dispose();
        }

        public void Drop(string name) => _shelf.Remove(name); //! LEAK1002

        public int Removed => _removed;

        public void Dispose()
        {
            foreach (var spool in _shelf.Values)
                spool.Dispose();
        }
    }

    /// <summary>It still has its connection.</summary>
    public sealed class Unit(IDbConnection connection) : IDisposable
    {
        private IDbTransaction? _transaction;

        public void Reset()
        {
            if (_transaction == null || _transaction.Connection != null)
                _transaction = connection.BeginTransaction(); //! LEAK1001
        }

        public void Dispose() => _transaction?.Dispose();
    }

    /// <summary>The first of several, made and held like the others.</summary>
    public sealed class Registry
    {
        private static Registry? _first;

        private readonly Dictionary<string, Spool> _spools = []; //! LEAK1004

        public static Registry Create()
        {
            var made = new Registry();
            _first ??= made;
            return made;
        }

        public static bool IsFirst(Registry asked) => asked == _first;

        public long Open(string name)
        {
            if (!_spools.TryGetValue(name, out var spool))
                _spools[name] = spool = new Spool();
            return spool.Length;
        }

        public void Drop(string name)
        {
            if (_spools.Remove(name, out var spool))
                spool.Dispose();
        }
    }
}
