using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Code that looks like ValidCode's, but where something waits behind the handler, or runs beside it.</summary>
public sealed class DeliveryTwinTests
{
    [Theory]
    [InlineData("_handlers.Add(onMessage);")]
    [InlineData("Task.Run(() => { while (true) onMessage(_inbox.Take()); });")]
    public Task HandlerThatIsKept_Fires(string consume) => Verify.FindsAsync(
        $$"""
        public sealed class Bus
        {
            private readonly List<Action<string>> _handlers = new();
            private readonly BlockingCollection<string> _inbox = new();

            public void Consume(Action<string> onMessage)
            {
                {{consume}}
            }
        }

        public sealed class Copier
        {
            private readonly Func<string, Task> _send;

            public Copier(Bus bus, Func<string, Task> send)
            {
                _send = send;
                bus.Consume(Copy);
            }

            private void Copy(string text) => {|LEAK3001:_send(text).Wait()|};
        }
        """);

    [Fact]
    public Task TimerWithAPeriod_Fires() => Verify.FindsAsync(
        """
        public sealed class Saver : IDisposable
        {
            private readonly Func<Task> _save;
            private readonly Timer _timer;

            public Saver(Func<Task> save)
            {
                _save = save;
                _timer = new Timer(Save, null, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500));
            }

            public void Dispose() => _timer.Dispose();

            private void Save(object state) => {|LEAK3001:_save().Wait()|};
        }
        """);

    [Fact]
    public Task OwnTimerAroundAKnownOne_Fires() => Verify.FindsAsync(
        """
        public sealed class Metronome : System.Timers.Timer
        {
        }

        public sealed class Saver
        {
            private readonly Metronome _timer = new();

            public Saver(Func<Task> save) => _timer.Elapsed += (_, _) => {|LEAK3001:save().Wait()|};
        }
        """);

    [Fact]
    public Task TaskThatIsAskedAndWrittenAgain_Fires() => Verify.FindsAsync(
        """
        public sealed class Pinger : IDisposable
        {
            private readonly Stream _line;
            private readonly Timer _timer;

            public Pinger(Stream line)
            {
                _line = line;
                _timer = new Timer(_ => Ping(), null, 1000, 1000);
            }

            public void Dispose() => _timer.Dispose();

            private void Ping()
            {
                var write = _line.WriteAsync(new byte[1], 0, 1);
                if (write.IsCompleted)
                {
                    write = _line.FlushAsync();
                    {|LEAK3001:write.Wait()|};
                }
            }
        }
        """);

    [Fact]
    public Task WorkThatGoesOn_Fires() => Verify.FindsAsync(
        """
        public sealed class Leaf(int id)
        {
            public int Id { get; } = id;

            public List<string> Names { get; } = new();
        }

        public sealed class Sums
        {
            private readonly Dictionary<int, Leaf> _byId = new();

            public void Add(Leaf leaf)
            {
                if (leaf.Names.Count > 100)
                {
                    Task.Run(() => Add(new Leaf(leaf.Id)));
                    return;
                }

                if (!_byId.TryGetValue(leaf.Id, out var sum))
                {
                    sum = new Leaf(leaf.Id);
                    {|LEAK2001:_byId.Add(leaf.Id, sum)|};
                }

                sum.Names.AddRange(leaf.Names);
            }
        }
        """);
}
