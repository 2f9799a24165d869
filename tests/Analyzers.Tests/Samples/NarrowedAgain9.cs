using System.Diagnostics;
using System.Runtime.Loader;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain9.W12_CONCRETE_BASE
{
    public class Agent : IDisposable
    {
        private readonly string _name;
        private readonly List<string> _output = new();
        private int _exit;
        private bool _done;

        public Agent(string name) => _name = name;

        public string Name => _name;
        public int Exit { get => _exit; protected set => _exit = value; }
        public bool IsDone { get => _done; protected set => _done = value; }
        public IReadOnlyList<string> Output => _output;
        public string Label { get; set; } = "";

        public virtual void Execute(string command) => Write("skipped " + command);

        protected void Write(string line) => _output.Add(line);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_done)
                return;
            _done = true;
            Write("closed " + _name);
        }
    }

    public sealed class ProcessAgent : Agent
    {
        private readonly Process _process;

        public ProcessAgent(string name, string shell) : base(name)
        {
            _process = Process.Start(new ProcessStartInfo(shell) { RedirectStandardInput = true })!;
        }

        public override void Execute(string command) => _process.StandardInput.WriteLine(command);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _process.Kill();
                _process.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    public interface IAgentLauncher
    {
        Agent CreateAgent(string name);
    }

    public sealed class ShellLauncher : IAgentLauncher
    {
        public Agent CreateAgent(string name) => new ProcessAgent(name, "/bin/sh");
    }

    public sealed class AgentPool : IDisposable
    {
        private readonly Dictionary<string, Agent> _agents = new();
        private readonly IAgentLauncher _launcher;

        public AgentPool(IAgentLauncher launcher) => _launcher = launcher;

        public void Restart(string name)
        {
            _agents[name] = _launcher.CreateAgent(name); //! LEAK1001
        }

        public void Retire(string name)
        {
            _agents.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var agent in _agents.Values)
                agent.Dispose();
            _agents.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W13_STATIC_EVENT_HELPER
{
    public static class RateChanges
    {
        private static Action<string>? s_changed;

        public static void Attach(Action<string> handler) => s_changed += handler;

        public static void Detach(Action<string> handler) => s_changed -= handler;

        public static void Raise(string currency) => s_changed?.Invoke(currency);
    }

    public sealed class PriceList : IDisposable
    {
        private readonly Dictionary<string, decimal> _prices = new();
        private readonly byte[] _image = new byte[4 << 20];
        private int _version;

        public PriceList(string customer)
        {
            Customer = customer;
            RateChanges.Attach(OnRate);
        }

        public string Customer { get; }
        public int Version => _version;
        public int Count => _prices.Count;
        public byte[] Image => _image;

        public decimal this[string item] => _prices[item];

        public void Set(string item, decimal price) => _prices[item] = price;

        public bool Has(string item) => _prices.ContainsKey(item);

        private void OnRate(string currency) => _version++;

        public void Dispose() => RateChanges.Detach(OnRate);
    }

    public sealed class PriceLists : IDisposable
    {
        private readonly Dictionary<string, PriceList> _lists = new();

        public void Rebuild(string customer)
        {
            _lists[customer] = new PriceList(customer); //! LEAK1001
        }

        public void Drop(string customer)
        {
            _lists.Remove(customer); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var list in _lists.Values)
                list.Dispose();
            _lists.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W14_LEASE_PERMIT
{
    public sealed class WorkPermit : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly SemaphoreSlim _limit;

        public WorkPermit(string name, SemaphoreSlim limit)
        {
            Name = name;
            _limit = limit;
            _limit.Wait();
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _limit.Release();
        }
    }

    public sealed class WorkPermits : IDisposable
    {
        private readonly Dictionary<string, WorkPermit> _permits = new();
        private readonly SemaphoreSlim _limit = new(8, 8);

        public void Enter(string job)
        {
            _permits[job] = new WorkPermit(job, _limit); //! LEAK1001
        }

        public void Leave(string job)
        {
            _permits.Remove(job); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var permit in _permits.Values)
                permit.Dispose();
            _permits.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W15_RELEASE_ACTION
{
    public sealed class Reservation : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly Action _release;

        public Reservation(string name, Action release)
        {
            Name = name;
            _release = release;
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _release();
        }
    }

    public sealed class Board : IDisposable
    {
        private readonly Dictionary<string, Reservation> _reservations = new();
        private readonly HashSet<string> _taken = new();

        public void Reserve(string cell, string user)
        {
            if (!_taken.Add(cell))
                throw new InvalidOperationException(cell + " is taken");
            _reservations[user] = new Reservation(user, () => _taken.Remove(cell)); //! LEAK1001
        }

        public void Forget(string user)
        {
            _reservations.Remove(user); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var reservation in _reservations.Values)
                reservation.Dispose();
            _reservations.Clear();
        }
    }
}

namespace Samples.NarrowedAgain9.W16_LOAD_CONTEXT
{
    public sealed class Plugin : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly AssemblyLoadContext _context;

        public Plugin(string name, string path)
        {
            Name = name;
            _context = new AssemblyLoadContext(name, isCollectible: true);
            _context.LoadFromAssemblyPath(path);
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            _context.Unload();
        }
    }

    public sealed class PluginHost : IDisposable
    {
        private readonly Dictionary<string, Plugin> _plugins = new();

        public void Reload(string name, string path)
        {
            _plugins[name] = new Plugin(name, path); //! LEAK1001
        }

        public void Remove(string name)
        {
            _plugins.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var plugin in _plugins.Values)
                plugin.Dispose();
            _plugins.Clear();
        }
    }
}
