using System.ComponentModel;

namespace LeakGuard.ValidCode.CalledToWait;

/// <summary>DoWork is the body of the worker's own thread: it runs once for each start, and may take its time.</summary>
public sealed class TaskRunner : IDisposable
{
    private readonly BackgroundWorker _worker = new();
    private volatile bool _stop;

    public TaskRunner()
    {
        _worker.DoWork += OnWork;
        _worker.RunWorkerAsync();
    }

    public void Dispose()
    {
        _stop = true;
        _worker.Dispose();
    }

    private void OnWork(object? sender, DoWorkEventArgs e)
    {
        while (!_stop)
        {
            Console.WriteLine("look");
            Thread.Sleep(1000);
        }
    }
}

/// <summary>The scanner calls the delegate in its field on the stack of the Scan that Pack calls.</summary>
public sealed class Packer(Stream output)
{
    private readonly SemaphoreSlim _slots = new(2);

    public void Pack(string folder)
    {
        var scanner = new Scanner();
        scanner.ProcessFile += OnFile;
        scanner.Scan(folder);
    }

    private void OnFile(object sender, string file)
    {
        _slots.WaitAsync().GetAwaiter().GetResult();
        output.Write(File.ReadAllBytes(file));
        _slots.Release();
    }
}

public sealed class Scanner
{
    public delegate void FileHandler(object sender, string file);

    public FileHandler? ProcessFile;

    public int Seen { get; private set; }

    public void Scan(string folder)
    {
        Seen = 0;
        foreach (var file in Directory.GetFiles(folder))
        {
            Seen++;
            OnProcessFile(file);
        }
    }

    private void OnProcessFile(string file)
    {
        var handler = ProcessFile;
        handler?.Invoke(this, file);
    }
}

/// <summary>The device is gone: drawing ends with it, and nothing comes after that.</summary>
public sealed class Painter
{
    private readonly Task _drawing = Task.Run(() => Console.WriteLine("draw"));

    public Painter(IDevice device) => device.DeviceLost += (_, _) => _drawing.Wait();
}

public interface IDevice
{
    event EventHandler? DeviceLost;
}
