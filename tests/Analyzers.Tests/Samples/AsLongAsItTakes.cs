using System.ComponentModel;
using System.Diagnostics;

// Each looks like a wait that is over soon, belongs to an end, or holds up nobody; and is none.
namespace Samples.AsLongAsItTakes.EndOfOnePart
{
    public sealed class Ledger
    {
        private readonly HttpClient _client = new();

        public int Closed { get; private set; }

        /// <summary>The page is full: a step of the work, after which the next page begins.</summary>
        public void ClosePage()
        {
            Closed++;
            var sent = _client.PutAsync("https://archive/page", null);
            sent.Wait();
        }
    }

    public interface ITill
    {
        event Action<decimal> Paid;
    }

    public sealed class Book
    {
        private readonly Ledger _ledger = new();
        private int _lines;

        public Book(ITill till) => till.Paid += OnPaid;

        private void OnPaid(decimal amount)
        {
            if (++_lines % 50 == 0)
                _ledger.ClosePage(); //! LEAK3001
        }
    }
}

namespace Samples.AsLongAsItTakes.PausesForEach
{
    public sealed class Lamp
    {
        public void Stop() => Thread.Sleep(500);
    }

    public interface IHouse
    {
        event Action<Lamp[]> RoomLeft;
    }

    public sealed class Saver
    {
        public Saver(IHouse house) => house.RoomLeft += OnLeft;

        private void OnLeft(Lamp[] lamps)
        {
            foreach (var lamp in lamps)
                lamp.Stop(); //! LEAK3001
        }
    }
}

namespace Samples.AsLongAsItTakes.DefaultOfTheProgram
{
    public sealed class Press : IDisposable
    {
        private static readonly TimeSpan Shift = TimeSpan.FromHours(8);
        private readonly FileSystemWatcher _watcher;
        private readonly AutoResetEvent _free = new(false);
        private readonly TimeSpan _limit;

        public Press(string folder)
        {
            _limit = Shift;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
        }

        public void Free() => _free.Set();

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (_free.WaitOne(_limit)) //! LEAK3001
                Console.WriteLine(e.FullPath);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _free.Dispose();
        }
    }
}

namespace Samples.AsLongAsItTakes.LengthOfTheWork
{
    public sealed record Film(string Path, int Length);

    public sealed class Projector : IDisposable
    {
        private readonly FileSystemWatcher _watcher;

        public Projector(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            var film = new Film(e.FullPath, (int)new FileInfo(e.FullPath).Length);
            using var player = Process.Start("play", film.Path);
            player.WaitForExit(film.Length); //! LEAK3001
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.AsLongAsItTakes.LoopBehindTheHop
{
    public interface IPort
    {
        string NextLine();
    }

    public sealed class Terminal
    {
        private readonly IPort _port;
        private volatile bool _stop;

        public Terminal(IPort port) => _port = port;

        public event Action<string>? Typed;

        public void Open()
        {
            _stop = false;
            Task.Run(() => Loop());
        }

        public void Stop() => _stop = true;

        private void Loop()
        {
            while (!_stop)
                Typed?.Invoke(_port.NextLine());
        }
    }

    public sealed class Recorder
    {
        private readonly HttpClient _client = new();

        public Recorder(Terminal terminal) => terminal.Typed += OnTyped;

        private void OnTyped(string line) => _client.PutAsync("https://lines/" + line, null).Wait(); //! LEAK3001
    }
}

namespace Samples.AsLongAsItTakes.HopGivenBack
{
    public sealed class Desk
    {
        public event Action<string>? Signed;

        public Task SignAsync(string paper) => Task.Run(() => Signed?.Invoke(paper));
    }

    public sealed class Registry
    {
        private readonly HttpClient _client = new();

        public Registry(Desk desk) => desk.Signed += OnSigned;

        private void OnSigned(string paper) => _client.PutAsync("https://papers/" + paper, null).Wait(); //! LEAK3001
    }
}

namespace Samples.AsLongAsItTakes.OneForEachPart
{
    public sealed class PartEventArgs : AsyncCompletedEventArgs
    {
        public PartEventArgs(int part)
            : base(null, false, null) => Part = part;

        public int Part { get; }
    }

    public interface ISender
    {
        event EventHandler<PartEventArgs> PartSent;
    }

    public sealed class Account
    {
        private readonly HttpClient _client = new();

        public Account(ISender sender) => sender.PartSent += OnPart;

        private void OnPart(object? sender, PartEventArgs e) => _client.PutAsync("https://parts/" + e.Part, null).Wait(); //! LEAK3001
    }
}
