using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Twins of ValidCode's PassedOnToBeEnded and CalledToWait in which nobody ends the values, or events do pile up.</summary>
public sealed class PassedOnTwinTests
{
    [Fact]
    public Task BuffersThatAreOnlyForgotten_Fires() => Verify.FindsAsync(
        """
        public class RenderBuffers : IDisposable
        {
            private FileStream? _color;

            public void Resize(int width)
            {
                Look(_color);
                {|LEAK1001:_color = File.OpenRead("color" + width)|};
            }

            public void Dispose() => Drop(ref _color);

            private static void Look(FileStream? stream) => Console.WriteLine(stream?.Name);

            private static void Drop<T>(ref T? value) where T : class, IDisposable
            {
                value?.Dispose();
                value = null;
            }
        }
        """);

    [Fact]
    public Task FlagThatIsClearedInBetween_Fires() => Verify.FindsAsync(
        """
        public sealed class RenderHost : IDisposable
        {
            private FileStream? _context;
            private bool _isStarted;

            public RenderHost(Screen screen) => screen.Changed += (_, _) => Start();

            public void Start()
            {
                if (_isStarted)
                    return;
                {|LEAK1001:_context = File.OpenRead("context")|};
                _isStarted = true;
            }

            public void Pause() => _isStarted = false;

            public void Dispose()
            {
                _isStarted = false;
                _context?.Dispose();
            }
        }

        public sealed class Screen
        {
            public event EventHandler? Changed;

            public void Change() => Changed?.Invoke(this, EventArgs.Empty);
        }
        """);

    [Fact]
    public Task CopyThatOnlyTheSlotHolds_Fires() => Verify.FindsAsync(
        """
        public sealed class ImportStep : IDisposable
        {
            private Node? _copy;

            public void Apply(Document target)
            {
                var copy = new Node((_copy ?? new Node("first")).Name);
                {|LEAK1001:_copy = copy|};
                target.Show(copy.Name);
            }

            public void Dispose() => _copy?.Dispose();
        }

        public sealed class Document : IDisposable
        {
            public void Show(string name) => Console.WriteLine(name);

            public void Dispose()
            {
            }
        }

        public sealed class Node(string name) : IDisposable
        {
            private readonly Timer _redraw = new(_ => Console.WriteLine(name), null, 100, 100);

            public string Name => name;

            public void Dispose() => _redraw.Dispose();
        }
        """);

    [Fact]
    public Task JobsThatTheThreadLeaves_Fires() => Verify.FindsAsync(
        """
        public sealed class JobThread : IDisposable
        {
            private readonly Queue<Job> {|LEAK1004:_jobs|} = new();
            private volatile bool _running = true;

            public void Post(Action work)
            {
                lock (_jobs)
                    _jobs.Enqueue(new Job(work));
            }

            public void Start() => new Thread(() =>
            {
                while (_running)
                {
                    Job next;
                    lock (_jobs)
                        next = {|LEAK1002:_jobs.Dequeue()|};
                    next.Run();
                }
            }).Start();

            public void Reset()
            {
                lock (_jobs)
                {
                    while (_jobs.Count > 0)
                        _jobs.Dequeue().Dispose();
                }
            }

            public void Dispose() => _running = false;

            public static JobThread Create() => new();

            private sealed class Job(Action work) : IDisposable
            {
                private readonly ManualResetEvent _done = new(false);

                public void Run()
                {
                    work();
                    _done.Set();
                }

                public void Dispose() => _done.Dispose();
            }
        }
        """);

    [Fact]
    public Task EntryThatStaysAfterItsOperation_Fires() => Verify.FindsAsync(
        """
        public sealed class Queries : IDisposable
        {
            private readonly Dictionary<int, ManualResetEvent> {|LEAK1004:_open|} = [];

            public void Ask(int id)
            {
                var done = new ManualResetEvent(false);
                lock (_open)
                    _open.Add(id, done);
                done.WaitOne(100);
            }

            public void Answer(int id)
            {
                lock (_open)
                    _open[id].Set();
            }

            public static Queries Create() => new();

            public void Dispose()
            {
            }
        }
        """);

    [Fact]
    public Task EntryThatLeavesWithItsOperation_IsLostThereAndNotInTheEnd() => Verify.FindsAsync(
        """
        public sealed class Queries : IDisposable
        {
            private readonly Dictionary<int, ManualResetEvent> _open = [];

            public void Ask(int id)
            {
                var done = new ManualResetEvent(false);
                try
                {
                    lock (_open)
                        _open.Add(id, done);
                    done.WaitOne(100);
                }
                finally
                {
                    lock (_open)
                        {|LEAK1002:_open.Remove(id)|};
                }
            }

            public static Queries Create() => new();

            public void Dispose()
            {
            }
        }
        """);

    [Fact]
    public Task DelegateInAFieldOfAPump_Fires() => Verify.FindsAsync(
        """
        public sealed class Packer(Pump pump)
        {
            private readonly SemaphoreSlim _slots = new(2);

            public void Attach() => pump.Handler += OnBlock;

            private void OnBlock(byte[] block) => {|LEAK3001:_slots.WaitAsync().GetAwaiter().GetResult()|};
        }

        public sealed class Pump
        {
            public Action<byte[]>? Handler;

            public async Task RunAsync(Stream stream)
            {
                var block = new byte[512];
                while (await stream.ReadAsync(block) > 0)
                    Handler?.Invoke(block);
            }
        }
        """);

    [Fact]
    public Task EventOfADeviceThatGoesOn_Fires() => Verify.FindsAsync(
        """
        public sealed class Painter
        {
            private readonly Task _drawing = Task.Run(() => Console.WriteLine("draw"));

            public Painter(IDevice device) => device.FrameReady += (_, _) => {|LEAK3001:_drawing.Wait()|};
        }

        public interface IDevice
        {
            event EventHandler? FrameReady;
        }
        """);
}
