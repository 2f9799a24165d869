using System.Collections.Concurrent;

// The twins of what is seen to by others: one thing is missing in each.
namespace Samples.OneThingMissing
{
    public sealed class Pulse : IDisposable
    {
        private readonly Timer timer = new(_ => { }, null, 0, 1000);

        public string Name { get; init; } = string.Empty;

        public void Dispose() => timer.Dispose();
    }

    public sealed class AtomicFlag
    {
        private int value;

        public bool IsSet => Volatile.Read(ref value) == 1;

        public bool TrySet() => Interlocked.CompareExchange(ref value, 1, 0) == 0;
    }

    /// <summary>The flag is asked before the lock.</summary>
    public sealed class Client : IDisposable
    {
        private readonly Dictionary<string, Pulse> pulses = new();
        private readonly AtomicFlag closed = new();

        public void Connect(string name)
        {
            if (closed.IsSet)
                throw new ObjectDisposedException(nameof(Client));
            lock (pulses)
                pulses.Add(name, new Pulse()); //! LEAK4002
        }

        public void Dispose()
        {
            if (!closed.TrySet())
                return;
            lock (pulses)
            {
                foreach (var pulse in pulses.Values)
                    pulse.Dispose();
                pulses.Clear();
            }
        }
    }

    /// <summary>Found by a number, which says nothing of who has it.</summary>
    public sealed class Filters : IDisposable
    {
        private readonly List<(Pulse Pulse, double Order)> placed = new();

        public void Add(Pulse pulse, double order) => placed.Add((pulse, order));

        public void Remove(double order)
        {
            var index = placed.FindIndex(p => p.Order == order);
            if (index >= 0)
                placed.RemoveAt(index); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var (pulse, _) in placed)
                pulse.Dispose();
            placed.Clear();
        }
    }

    /// <summary>Started once, and filled by others as well.</summary>
    public sealed class Runtime(IReadOnlyList<string> endpoints) : IDisposable
    {
        private readonly Dictionary<string, Pulse> pulses = new();

        public void Start()
        {
            foreach (var endpoint in endpoints)
                pulses[endpoint] = new Pulse(); //! LEAK1001
        }

        public void Open(string endpoint)
        {
            if (!pulses.ContainsKey(endpoint))
                pulses.Add(endpoint, new Pulse());
        }

        public void Dispose()
        {
            foreach (var pulse in pulses.Values)
                pulse.Dispose();
        }
    }

    /// <summary>The other way round: what goes on has another one in the slot.</summary>
    public sealed class Handover : IDisposable
    {
        private Pulse? pulse = new();

        public bool Reset(Pulse wanted)
        {
            if (pulse == null || pulse == wanted)
                return false;
            pulse = null; //! LEAK1001
            return true;
        }

        public void Dispose() => pulse?.Dispose();
    }

    public static class Check
    {
        public static void State(Func<bool> holds)
        {
            if (!holds())
                throw new InvalidOperationException();
        }
    }

    /// <summary>It must be there, so it is overwritten.</summary>
    public sealed class Reopened : IDisposable
    {
        private readonly Dictionary<string, Pulse> pulses = new();

        public void Reopen(string name)
        {
            Check.State(() => pulses.ContainsKey(name));
            pulses[name] = new Pulse(); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var pulse in pulses.Values)
                pulse.Dispose();
        }
    }

    /// <summary>The base type goes over something else.</summary>
    public abstract class Ensemble : IDisposable
    {
        protected abstract IEnumerable<IDisposable> Parts { get; }

        public void Dispose()
        {
            foreach (var part in Parts)
                part.Dispose();
        }
    }

    public sealed class Duet : Ensemble
    {
        private readonly Pulse[] pulses; //! LEAK1004
        private readonly FileStream log;

        public Duet(string path)
        {
            log = File.OpenRead(path);
            pulses = new Pulse[2];
            for (var i = 0; i < pulses.Length; i++)
                pulses[i] = new Pulse();
        }

        public static Duet Open(string path) => new(path);

        public string NameOf(int index) => pulses[index].Name;

        protected override IEnumerable<IDisposable> Parts => [log];
    }

    /// <summary>The wait is followed by the next event.</summary>
    public sealed class Watchdog(FileSystemWatcher watcher)
    {
        public void Start() => watcher.Error += OnError;

        private static void OnError(object sender, ErrorEventArgs args)
        {
            if (args.GetException() is OutOfMemoryException)
                Environment.FailFast("No memory.");
            Thread.Sleep(2000); //! LEAK3001
        }
    }

    /// <summary>Nothing in common but an end.</summary>
    public abstract class Service : IDisposable
    {
        public abstract void Dispose();
    }

    public sealed class Worker : Service
    {
        private readonly Timer timer = new(_ => { }, null, 0, 500);

        public override void Dispose() => timer.Dispose();
    }

    public sealed class Pool : Service
    {
        private readonly Dictionary<int, Worker> workers = new();

        public void Add(int id) => workers.TryAdd(id, new Worker()); //! LEAK1006

        public void Drop(int id) => workers.Remove(id); //! LEAK1002

        public override void Dispose()
        {
            foreach (var worker in workers.Values)
                worker.Dispose();
        }
    }
}
