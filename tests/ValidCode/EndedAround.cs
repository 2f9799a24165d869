using System.Diagnostics.CodeAnalysis;
using System.Net.NetworkInformation;

namespace LeakGuard.ValidCode.EndedAround;

/// <summary>The writer has given its last line to the file, which is closed.</summary>
public sealed class Journal(string path)
{
    private readonly Lock _gate = new();
    private FileStream? _file;
    private TextWriter? _writer;

    public void Start()
    {
        lock (_gate)
        {
            if (_file != null && _writer != null)
            {
                _writer.Dispose();
                _file.Dispose();
                _writer = null;
                _file = null;
            }

            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
        }
    }

    public void Write(string line)
    {
        lock (_gate)
            _writer?.WriteLine(line);
    }

    public void Stop()
    {
        lock (_gate)
        {
            if (_file != null && _writer != null)
            {
                _writer.Flush();
                _file.Close();
                _file = null;
                _writer = null;
            }
        }
    }
}

/// <summary>The thread disposes its reader when it leaves, and Stop waits for it.</summary>
public sealed class Feed(string path)
{
    private StreamReader? _reader;
    private Thread? _thread;
    private volatile bool _done;

    public void Start()
    {
        _done = false;
        _thread = new Thread(Run);
        _thread.Start();
    }

    private void Run()
    {
        while (!_done)
        {
            try
            {
                var reader = new StreamReader(path);
                _reader = reader;
                while (!_done && reader.ReadLine() is { } line)
                    Console.WriteLine(line);
                if (_reader != null)
                {
                    _reader.Dispose();
                    _reader = null;
                }
            }
            catch (IOException)
            {
                Thread.Sleep(10);
            }
        }
    }

    public void Stop()
    {
        _done = true;
        _thread?.Join();
        _thread = null;
        _reader = null;
    }
}

/// <summary>Each answer disposes who it came from.</summary>
public sealed class Probes
{
    private readonly List<Ping> _pings = [];

    public static Probes Of(IEnumerable<string> hosts)
    {
        var probes = new Probes();
        probes.Send(hosts);
        return probes;
    }

    public void Send(IEnumerable<string> hosts)
    {
        foreach (var host in hosts)
        {
            var ping = new Ping();
            _pings.Add(ping);
            ping.PingCompleted += OnAnswer;
            ping.SendAsync(host, null);
        }
    }

    public void StopAll()
    {
        foreach (var ping in _pings)
            ping.SendAsyncCancel();
    }

    private void OnAnswer(object sender, PingCompletedEventArgs e)
    {
        var ping = (Ping)sender;
        ping.PingCompleted -= OnAnswer;
        ping.Dispose();
    }
}

/// <summary>Whoever stops a watch gets it.</summary>
public class Monitors
{
    private readonly Dictionary<string, Watch> _watches = [];
    private readonly Lock _gate = new();

    public static Monitors Create() => new();

    public void Start(string name)
    {
        lock (_gate)
        {
            if (!_watches.ContainsKey(name))
                _watches.Add(name, new Watch(name));
        }
    }

    public bool Stop(string name, [NotNullWhen(true)] out Watch? watch)
    {
        lock (_gate)
            return _watches.Remove(name, out watch);
    }

    public sealed class Watch(string name) : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.WriteLine(name));

        public void Dispose() => _timer.Dispose();
    }
}
