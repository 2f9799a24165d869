using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of SaysThatItEnded and OnceOpened in ValidCode: what differs makes them bugs.</summary>
public sealed class SaysThatItEndedTests
{
    [Fact]
    public Task EventThatSaysNothingOfTheEnd_Fires() => Verify.FindsAsync(
        """
        sealed class Pane : IDisposable
        {
            private readonly FileStream _surface = File.OpenRead("surface");

            public event Action Hidden;

            public void Hide() => Hidden?.Invoke();

            public void Dispose() => _surface.Dispose();
        }

        sealed class View
        {
            private Pane _pane;

            public void Open()
            {
                if (_pane != null)
                    return;
                _pane = new Pane();
                _pane.Hidden += OnHidden;
            }

            public void Close() => _pane?.Dispose();

            private void OnHidden() => {|LEAK1001:_pane = null|};
        }
        """);

    [Fact]
    public Task WorkerThatOnlyUsesTheEntry_Fires() => Verify.FindsAsync(
        """
        using System.Net;
        using System.Net.Sockets;

        sealed class Gate
        {
            private readonly List<TcpListener> {|LEAK1004:_listeners|} = new();
            private volatile bool _open = true;

            public Gate(int port)
            {
                var listener = new TcpListener(IPAddress.Loopback, port);
                _listeners.Add(listener);
                new Thread(() =>
                {
                    while (_open)
                        listener.AcceptSocket().Dispose();
                })
                { IsBackground = true }.Start();
            }

            public int Count => _listeners.Count;

            public void Shutdown() => _open = false;
        }

        static class Gates
        {
            public static Gate Open() => new(80);
        }
        """);

    [Fact]
    public Task TableWhoseKeysAreTheCallers_Fires() => Verify.FindsAsync(
        """
        sealed class Files
        {
            private readonly Dictionary<string, FileStream> {|LEAK1004:_open|} = new();

            public int Open(string name)
            {
                if (!_open.ContainsKey(name))
                    _open.Add(name, File.OpenRead(name));
                return _open.Count;
            }

            public void Close(string name)
            {
                if (_open.Remove(name, out var stream))
                    stream.Dispose();
            }
        }

        static class Library
        {
            public static Files Use() => new();
        }
        """);

    [Fact]
    public Task BroughtAndDisposedAtEveryStage_Fires() => Verify.FindsAsync(
        """
        sealed class Crate : IDisposable
        {
            private readonly FileStream _content = File.OpenRead("crate");

            public void Dispose() => _content.Dispose();
        }

        enum Stage
        {
            Idle,
            Carrying,
        }

        sealed class Carrier
        {
            private Crate _crate = new();
            private Stage _stage;

            public void Reload()
            {
                {|LEAK1001:_crate = new Crate()|};
                _stage = Stage.Carrying;
            }

            public void Disposing()
            {
                if (_stage == Stage.Carrying)
                    _crate.Dispose();
            }
        }
        """);

    [Fact]
    public Task WriterOverAFileToBeginWith_Fires() => Verify.FindsAsync(
        """
        sealed class Recorder
        {
            private BinaryWriter _writer;

            public Recorder() => _writer = new BinaryWriter(File.Create("before"));

            public void Receive(byte[] data)
            {
                if (data.Length == 1)
                {
                    _writer.Flush();
                    {|LEAK1001:_writer = new BinaryWriter(File.Create("record"))|};
                }

                _writer.Write(data);
            }

            public void Dispose() => _writer.Dispose();
        }
        """);

    [Fact]
    public Task LoopThatOpensAllOfThem_Fires() => Verify.FindsAsync(
        """
        sealed class CacheFolder
        {
            private FileStream _lock;

            public int Find()
            {
                var found = 0;
                for (var i = 0; i < 15; i++)
                {
                    if (TryLock(i))
                        found = i;
                }

                return found;
            }

            private bool TryLock(int i)
            {
                try
                {
                    {|LEAK1001:_lock = File.Open("lock" + i, FileMode.Create)|};
                    return true;
                }
                catch (IOException)
                {
                    return false;
                }
            }

            public long Length => _lock?.Length ?? 0;
        }
        """);

    [Fact]
    public Task SubscriptionAtAnyTime_Fires() => Verify.FindsAsync(
        """
        interface IEvents
        {
            IDisposable Subscribe<T>(Action<T> handler);
        }

        abstract class EventService(IEvents events)
        {
            private readonly List<IDisposable> _subscriptions = new();
            private readonly CancellationTokenSource _stop = new();
            private readonly object _gate = new();

            public void StartAsync() => SubscribeToEvents();

            public void StopAsync()
            {
                lock (_gate)
                {
                    foreach (var subscription in _subscriptions)
                        subscription.Dispose();
                }

                _stop.Cancel();
            }

            protected virtual void SubscribeToEvents()
            {
            }

            protected void Subscribe<T>()
            {
                lock (_gate)
                    {|LEAK4002:_subscriptions.Add(events.Subscribe<T>(_ => { }))|};
            }
        }

        sealed class Invoices(IEvents events) : EventService(events)
        {
            public void Watch() => Subscribe<string>();
        }
        """);

    [Fact]
    public Task WaitedForAndTakenOutByNobodyElse_Fires() => Verify.FindsAsync(
        """
        sealed class Conversation
        {
            private readonly Dictionary<int, TaskCompletionSource<string>> _open = new();
            private readonly Dictionary<int, string> _early = new();
            private int _next;

            public async Task<string> AskAsync()
            {
                var id = _next++;
                var answer = new TaskCompletionSource<string>();
                {|LEAK4001:_open.Add(id, answer)|};
                if (_early.Remove(id, out var early))
                {
                    answer.TrySetResult(early);
                    _open.Remove(id);
                }

                return await answer.Task;
            }

            public void Complete(int id, string text)
            {
                if (_open.TryGetValue(id, out var answer))
                    answer.SetResult(text);
                else
                    _early.TryAdd(id, text);
            }
        }
        """);

    [Fact]
    public Task LoopThatForgetsWhatItsTurnMade_Fires() => Verify.FindsAsync(
        """
        using System.Diagnostics;

        sealed class Keeper : IDisposable
        {
            private Process _process;

            public Task RunAsync(CancellationToken token) => RestartingLoopAsync(token);

            public void Dispose() => _process?.Dispose();

            private async Task RestartingLoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    {|LEAK1001:_process = Process.Start("tor")|};
                    await _process.WaitForExitAsync(token).ConfigureAwait(false);
                }
            }
        }
        """);

    [Fact]
    public Task RemovalGivenToSomebodyElse_Fires() => Verify.FindsAsync(
        """
        sealed class Menu(Action<string> chosen)
        {
            public void Choose(string name) => chosen(name);
        }

        sealed class Files : IDisposable
        {
            private readonly Dictionary<string, Timer> _files = new();
            private Menu _menu;

            public void Open(string name) => _files.Add(name, new Timer(_ => { }, null, 1, 1));

            public void ShowMenu() => _menu = new Menu(name => {|LEAK1002:_files.Remove(name)|});

            public void Choose(string name) => _menu.Choose(name);

            public void Dispose()
            {
                foreach (var file in _files.Values)
                    file.Dispose();
            }
        }
        """);

    [Fact]
    public Task RemovalThatTheEndOfTheEntryDoesNotAskFor_Fires() => Verify.FindsAsync(
        """
        sealed class Consoles : IDisposable
        {
            private readonly Dictionary<int, Console> _consoles = new();

            public void Start(int session) => _consoles.Add(session, new Console(this, session));

            public void Dispose()
            {
                foreach (var console in _consoles.Values)
                    console.Dispose();
            }

            private void Hide(int session) => {|LEAK1002:_consoles.Remove(session)|};

            private sealed class Console(Consoles owner, int session) : IDisposable
            {
                private readonly Timer _log = new(_ => { }, null, 1, 1);

                public void Minimize() => owner.Hide(session);

                public void Dispose() => _log.Dispose();
            }
        }
        """);
}
