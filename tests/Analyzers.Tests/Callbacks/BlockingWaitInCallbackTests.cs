using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001: what is reported, and what looks like it.</summary>
public sealed class BlockingWaitInCallbackTests
{
    private const string Watch = "public void Attach(FileSystemWatcher watcher) => watcher.Created += OnCreated;";

    private static Task InHandlerAsync(string statement, string members = "") => Verify.FindsAsync(
        $$"""
        sealed class Holder
        {
            {{members}}

            {{Watch}}

            private void OnCreated(object sender, FileSystemEventArgs e)
            {
                {{statement}}
            }
        }
        """);

    [Theory]
    [InlineData("{|LEAK3001:Task.Delay(1).Wait()|};")]
    [InlineData("var text = {|LEAK3001:File.ReadAllTextAsync(e.FullPath).Result|};")]
    [InlineData("{|LEAK3001:Task.Delay(1).ConfigureAwait(false).GetAwaiter().GetResult()|};")]
    [InlineData("{|LEAK3001:Thread.Sleep(TimeSpan.FromSeconds(1))|};")]
    [InlineData("{|LEAK3001:Task.WaitAny(Task.Delay(1), Task.Delay(2))|};")]
    [InlineData("{|LEAK3001:Task.Run(() => Console.WriteLine(e.Name)).Wait()|};")]
    [InlineData("var thread = new Thread(() => { }); thread.Start(); {|LEAK3001:thread.Join()|};")]
    [InlineData("SpinWait.SpinUntil(() => true); {|LEAK3001:new ManualResetEventSlim().Wait(50)|};")]
    public async Task WaitOfEveryKind_Fires(string statement)
    {
        if (statement.StartsWith("SpinWait", StringComparison.Ordinal))
            statement = statement.Replace("SpinWait.SpinUntil(() => true)", "{|LEAK3001:SpinWait.SpinUntil(() => true)|}", StringComparison.Ordinal);
        await InHandlerAsync(statement);
    }

    [Theory]
    [InlineData("_ = Task.Run(() => Thread.Sleep(100));", "")]
    [InlineData("_gate.Wait(0);", "private readonly SemaphoreSlim _gate = new(1);")]
    [InlineData("var done = Task.FromResult(1).Result;", "")]
    [InlineData("if (_work.IsCompleted) Console.WriteLine(_work.Result);", "private readonly Task<int> _work = Task.Run(() => 1);")]
    [InlineData("new Thread(() => Thread.Sleep(10)).Start();", "")]
    [InlineData("_queue.Add(1);", "private readonly BlockingCollection<int> _queue = new();")]
    [InlineData("Task.Delay(1).ContinueWith(t => t.Wait());", "")]
    public Task NoWaitOnTheThreadOfTheEvent_IsSilent(string statement, string members) => InHandlerAsync(statement, members);

    [Fact]
    public Task WaitBehindTwoHelpersOfTheType_FiresAtTheWait() => Verify.FindsAsync(
        """
        sealed class Holder
        {
            private readonly Timer _timer;

            public Holder() => _timer = new Timer(Tick, null, 0, 10);

            private void Tick(object state) => First();

            private void First()
            {
                if (DateTime.Now.Hour > 3)
                    Second();
            }

            private static void Second() => {|LEAK3001:Task.Delay(5).Wait()|};
        }
        """);

    [Fact]
    public Task WaitInAnotherType_FiresAtTheCallThatLeaves() => Verify.FindsAsync(
        """
        sealed class Store
        {
            public void Save(string name) => File.WriteAllTextAsync(name, name).Wait();
        }

        sealed class Holder
        {
            private readonly Store _store = new();

            public Holder(FileSystemWatcher watcher) => watcher.Changed += (_, e) => {|LEAK3001:_store.Save(e.FullPath)|};
        }
        """);

    [Fact]
    public Task ListenerInterface_Fires() => Verify.FindsAsync(
        """
        interface IMessageListener
        {
            void OnMessage(string message);
        }

        sealed class Consumer : IMessageListener
        {
            public void OnMessage(string message) => {|LEAK3001:Thread.Sleep(10)|};
        }
        """);

    [Fact]
    public Task WaitAfterTheFirstAwait_IsSilent() => Verify.SilentAsync(
        """
        sealed class Holder
        {
            public Holder(FileSystemWatcher watcher) => watcher.Changed += async (_, e) =>
            {
                await Task.Yield();
                Thread.Sleep(10);
            };
        }
        """);

    [Fact]
    public Task EventOfTheTypeItself_IsSilent() => Verify.SilentAsync(
        """
        sealed class Holder
        {
            public event Action<int> Changed;

            public Holder() => Changed += _ => Thread.Sleep(10);

            public void Raise() => Changed(1);
        }
        """);

    [Fact]
    public Task OrdinaryMethodThatWaits_IsSilent() => Verify.SilentAsync(
        """
        sealed class Holder
        {
            private readonly Dictionary<string, int> _seen = new();

            public void Load(string name) => _seen[name] = File.ReadAllTextAsync(name).Result.Length;
        }
        """);

    [Theory]
    [InlineData("public void Start() => new[] { 1 }.ToList().ForEach(n => Raise(n));")]
    [InlineData("public void Run() { while (true) Raise(Console.Read()); }")]
    [InlineData("public async Task RunAsync() { await Task.Yield(); Raise(1); }")]
    [InlineData("private readonly Timer _timer; public Feed() => _timer = new Timer(Tick, null, 0, 10); private void Tick(object state) => Raise(1);")]
    [InlineData("public void Publish(int value) { Console.Write(value); Raise(value); }")]
    [InlineData("public void Set(int value) => Raise(value);")]
    public Task EventOfAnotherTypeThatDeliversIt_Fires(string members) => Verify.FindsAsync(
        $$"""
        sealed class Feed
        {
            public event Action<int> Changed;

            {{members}}

            private void Raise(int value) => Changed?.Invoke(value);
        }

        sealed class Holder
        {
            public Holder(Feed feed) => feed.Changed += _ => {|LEAK3001:Thread.Sleep(10)|};
        }
        """);

    [Fact]
    public Task EventOfAnotherTypeRaisedForItsCaller_IsSilent() => Verify.SilentAsync(
        """
        class Feed
        {
            public event Action<int> Changed;

            public int Value { get; private set; }

            public void Set(int value)
            {
                Value = value;
                Raise(value);
            }

            private void Raise(int value) => Changed?.Invoke(value);
        }

        sealed class Holder
        {
            public Holder(Feed feed) => feed.Changed += _ => Thread.Sleep(10);
        }
        """);

    [Theory]
    [InlineData("if (!Monitor.TryEnter(_gate, 500)) return;")]
    [InlineData("Monitor.Enter(_gate);")]
    public Task TickThatQueuesUpForItsTurn_Fires(string enter) => Verify.FindsAsync(
        $$"""
        sealed class Holder
        {
            private readonly object _gate = new();
            private readonly Timer _timer;

            public Holder() => _timer = new Timer(Tick, null, 0, 10);

            private void Tick(object state)
            {
                {{enter}}
                {|LEAK3001:Task.Delay(5).Wait()|};
                Monitor.Exit(_gate);
            }
        }
        """);
}
