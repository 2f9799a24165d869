using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;

// It is over when it is asked for, ends itself when its time has come, or is refused by nobody.
// Result is read only after Catalog.IsReady, that is, of a task that has run to completion; the handler never waits.
namespace LeakGuard.ValidCode.OverInTime.ThemesC24
{
    public sealed record Theme(string Name, string Background, string Foreground);

    public sealed class Catalog
    {
        public Catalog(string folder)
        {
            Folder = folder;
            Loading = Task.Run(() => LoadAsync(folder));
        }

        public string Folder { get; }

        public Task<IReadOnlyList<Theme>> Loading { get; }

        public bool IsReady => Loading.IsCompletedSuccessfully;

        private static async Task<IReadOnlyList<Theme>> LoadAsync(string folder)
        {
            var themes = new List<Theme>();
            foreach (var file in Directory.EnumerateFiles(folder, "*.theme.json"))
            {
                await using var stream = File.OpenRead(file);
                if (await JsonSerializer.DeserializeAsync<Theme>(stream) is { } theme)
                    themes.Add(theme);
            }

            return themes;
        }
    }

    public sealed class ThemeSwitcher : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Action<Theme> _apply;
        private readonly string _selectionFile;
        private volatile Catalog _catalog;
        private volatile string _selected = "Default";

        public ThemeSwitcher(string folder, Action<Theme> apply)
        {
            _apply = apply;
            _catalog = new Catalog(folder);
            _selectionFile = Path.Combine(folder, "selected.txt");
            _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName };
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        public void Select(string name)
        {
            _selected = name;
            File.WriteAllText(_selectionFile, name);
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (e.Name is { } name && name.EndsWith(".theme.json", StringComparison.Ordinal))
                _catalog = new Catalog(_catalog.Folder);
            else
                ApplySelection(_catalog);
        }

        private void ApplySelection(Catalog catalog)
        {
            if (!catalog.IsReady)
                return;

            foreach (var theme in Themes(catalog))
            {
                if (theme.Name == _selected)
                    _apply(theme);
            }
        }

        private static IReadOnlyList<Theme> Themes(Catalog catalog) => catalog.Loading.Result;

        public void Dispose()
        {
            _watcher.EnableRaisingEvents = false;
            _watcher.Changed -= OnChanged;
            _watcher.Dispose();
        }
    }
}

// A Balloon closes itself: its own one-shot timer disposes it when its time is over, so a newer balloon may simply take the slot while the old one fades away.
namespace LeakGuard.ValidCode.OverInTime.TrayC35
{
    public sealed class Balloon : IDisposable
    {
        private readonly Timer _life;
        private readonly Action<string> _hide;
        private int _closed;

        public Balloon(string text, TimeSpan showFor, Action<string> show, Action<string> hide)
        {
            Text = text;
            _hide = hide;
            show(text);
            _life = new Timer(static b => ((Balloon)b!).Dispose(), this, showFor, Timeout.InfiniteTimeSpan);
        }

        public string Text { get; }

        public bool IsVisible => Volatile.Read(ref _closed) == 0;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) != 0)
                return;

            _life.Dispose();
            _hide(Text);
        }
    }

    public sealed class UpdateChecker : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;
        private readonly Uri _feed;

        public UpdateChecker(Uri feed)
        {
            _feed = feed;
            _loop = Task.Run(() => LoopAsync(_stop.Token));
        }

        public event Action<Version>? UpdateFound;

        private async Task LoopAsync(CancellationToken ct)
        {
            var last = new Version(1, 0);
            try
            {
                using var every = new PeriodicTimer(TimeSpan.FromHours(4));
                do
                {
                    try
                    {
                        var text = await _http.GetStringAsync(_feed, ct);
                        if (Version.TryParse(text.Trim(), out var version) && version > last)
                        {
                            last = version;
                            UpdateFound?.Invoke(version);
                        }
                    }
                    catch (Exception ex) when (!ct.IsCancellationRequested)
                    {
                        Console.Error.WriteLine(ex.Message);
                    }
                }
                while (await every.WaitForNextTickAsync(ct));
            }
            catch (OperationCanceledException)
            {
                // shutting down
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _loop.Wait(TimeSpan.FromSeconds(2));
            _http.Dispose();
            _stop.Dispose();
        }
    }

    public sealed class TrayIcon
    {
        private readonly Action<string> _show;
        private readonly Action<string> _hide;
        private volatile Balloon? _latest;

        public TrayIcon(UpdateChecker updates, Action<string> show, Action<string> hide)
        {
            _show = show;
            _hide = hide;
            updates.UpdateFound += OnUpdateFound;
        }

        public string ToolTip => _latest is { IsVisible: true } balloon ? balloon.Text : "Updraft";

        private void OnUpdateFound(Version version)
        {
            _latest = new Balloon($"Version {version} is ready to install.", TimeSpan.FromSeconds(8), _show, _hide);
        }

        public void Clicked() => _latest?.Dispose();
    }
}

// The channel drops its oldest frame and its itemDropped callback disposes it, so TryWrite is refused only after Complete, and by then CameraDriver.Stop has joined the only writer.
namespace LeakGuard.ValidCode.OverInTime.CaptureC23
{
    public sealed class CameraFrame : IDisposable
    {
        private IntPtr _data;

        public CameraFrame(byte[] source, int length)
        {
            Length = length;
            _data = Marshal.AllocHGlobal(length);
            Marshal.Copy(source, 0, _data, length);
        }

        public int Length { get; }

        public byte PeekLuma(int at) => Marshal.ReadByte(_data, at % Length);

        public void Dispose()
        {
            var data = Interlocked.Exchange(ref _data, IntPtr.Zero);
            if (data != IntPtr.Zero)
                Marshal.FreeHGlobal(data);
        }
    }

    public sealed class CameraDriver : IDisposable
    {
        private readonly FileStream _device;
        private readonly Thread _thread;
        private volatile bool _run = true;

        public CameraDriver(string device)
        {
            _device = File.OpenRead(device);
            _thread = new Thread(Grab) { IsBackground = true };
        }

        public event Action<byte[], int>? FrameArrived;

        public void Start() => _thread.Start();

        public void Stop()
        {
            _run = false;
            if (_thread.IsAlive)
                _thread.Join();
        }

        private void Grab()
        {
            var buffer = new byte[640 * 480 * 2];
            while (_run)
            {
                int read = _device.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                if (read == 0)
                    return;
                FrameArrived?.Invoke(buffer, read);
            }
        }

        public void Dispose()
        {
            Stop();
            _device.Dispose();
        }
    }

    public sealed class MotionDetector : IAsyncDisposable
    {
        private readonly CameraDriver _camera;
        private readonly Action<double> _motion;
        private readonly Channel<CameraFrame> _frames;
        private readonly Task _worker;

        public MotionDetector(CameraDriver camera, Action<double> motion)
        {
            _camera = camera;
            _motion = motion;
            _frames = Channel.CreateBounded<CameraFrame>(
                new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
                static dropped => dropped.Dispose());
            _worker = Task.Run(DetectAsync);
            _camera.FrameArrived += OnFrame;
        }

        private void OnFrame(byte[] buffer, int length)
        {
            _frames.Writer.TryWrite(new CameraFrame(buffer, length));
        }

        private async Task DetectAsync()
        {
            double last = 0;
            await foreach (var frame in _frames.Reader.ReadAllAsync())
            {
                using (frame)
                {
                    double luma = Average(frame);
                    if (Math.Abs(luma - last) > 12)
                        _motion(luma - last);
                    last = luma;
                }
            }
        }

        private static double Average(CameraFrame frame)
        {
            long sum = 0;
            for (int i = 0; i < 1000; i++)
                sum += frame.PeekLuma(i * 613);
            return sum / 1000.0;
        }

        public async ValueTask DisposeAsync()
        {
            _camera.Stop();
            _camera.FrameArrived -= OnFrame;
            _frames.Writer.TryComplete();
            try
            {
                await _worker;
            }
            finally
            {
                while (_frames.Reader.TryRead(out var rest))
                    rest.Dispose();
            }
        }
    }
}
