// Places of an array that are exchanged with null, and places of a ring.
namespace Samples.TakenFromPlaces
{
    public sealed class Shard(int number) : IDisposable
    {
        private readonly FileStream _file = new(number + ".shard", FileMode.OpenOrCreate);

        public int Read() => _file.ReadByte();

        public void Dispose() => _file.Dispose();
    }

    /// <summary>Its end takes each one out; two readers may both make one.</summary>
    public sealed class Shards : IDisposable
    {
        private readonly Shard?[] _shards = new Shard?[16];

        public int Read(int number)
        {
            if (_shards[number] is not { } shard)
            {
                shard = new Shard(number);
                _shards[number] = shard; //! LEAK2001 LEAK4002
            }

            return shard.Read();
        }

        public void Dispose()
        {
            for (var i = 0; i < _shards.Length; i++)
                Interlocked.Exchange(ref _shards[i], null)?.Dispose(); //! LEAK1013
        }
    }

    /// <summary>The one that is let go is dropped; the end does it right.</summary>
    public sealed class Slots : IDisposable
    {
        private readonly Shard?[] _slots = new Shard?[8];

        public void Forget(int slot) => Interlocked.Exchange(ref _slots[slot], null); //! LEAK1002

        public void Close(int slot) => Interlocked.Exchange(ref _slots[slot], null)?.Dispose();

        public Shard? Take(int slot) => Interlocked.Exchange(ref _slots[slot], null);

        public bool Put(int slot, Shard shard) => Interlocked.CompareExchange(ref _slots[slot], shard, null) == null;

        public void Dispose()
        {
            for (var i = 0; i < _slots.Length; i++)
                Close(i);
        }
    }

    /// <summary>A ring whose places are free where its count says so.</summary>
    public sealed class Ring : IDisposable
    {
        private readonly object _gate = new();
        private readonly Shard?[] _ring = new Shard?[32];
        private int _head;
        private int _count;
        private bool _closed;

        public bool TryPut(Shard shard)
        {
            lock (_gate)
            {
                if (_closed || _count == _ring.Length)
                    return false;
                _ring[(_head + _count) % _ring.Length] = shard;
                _count++;
                return true;
            }
        }

        public Shard? Take()
        {
            lock (_gate)
            {
                if (_count == 0)
                    return null;
                var shard = _ring[_head];
                _ring[_head] = null;
                _head = (_head + 1) % _ring.Length;
                _count--;
                return shard;
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _closed = true;
            while (Take() is { } shard)
                shard.Dispose(); //! LEAK1013
        }
    }

    /// <summary>The same without a look at the count: the oldest is overwritten.</summary>
    public sealed class LossyRing : IDisposable
    {
        private readonly object _gate = new();
        private readonly Shard?[] _ring = new Shard?[32];
        private int _head;
        private int _count;
        private bool _closed;

        public void Put(int number)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _ring[(_head + _count) % _ring.Length] = new Shard(number); //! LEAK1001
                _count++;
            }
        }

        public Shard? Take()
        {
            lock (_gate)
            {
                var shard = _ring[_head];
                _ring[_head] = null;
                _head = (_head + 1) % _ring.Length;
                _count--;
                return shard;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var shard in _ring)
                    shard?.Dispose(); //! LEAK1013
            }
        }
    }
}
