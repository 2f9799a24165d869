using System.Diagnostics.CodeAnalysis;

namespace LeakGuard.ValidCode.EmptyMeanwhile;

/// <summary>What was tried and said no left nothing in the slot.</summary>
public sealed class Interrupts : IDisposable
{
    private Stream? _driver;

    public void Initialize()
    {
        if (_driver == null)
            OpenAny();
    }

    private void OpenAny()
    {
        if (TryOpen(() => File.OpenRead("/dev/first"), out _driver))
            return;
        if (TryOpen(() => File.OpenRead("/dev/second"), out _driver))
            return;
        _driver = File.OpenRead("/dev/last");
    }

    private static bool TryOpen(Func<Stream> open, [NotNullWhen(true)] out Stream? stream)
    {
        try
        {
            stream = open();
            return true;
        }
        catch (IOException)
        {
            stream = null;
            return false;
        }
    }

    public void Dispose() => _driver?.Dispose();
}

/// <summary>The command is there only while the batch runs, which ends it whatever happens.</summary>
public sealed class Batch
{
    private Stream? _command;
    private int _rows;

    public void Reset()
    {
        lock (this)
        {
            _command = null;
            _rows = 0;
        }
    }

    public int Execute(string path)
    {
        var command = File.OpenRead(path);
        lock (this)
            _command = command;
        try
        {
            return Run();
        }
        finally
        {
            lock (this)
            {
                if (_command != null)
                {
                    _command.Dispose();
                    _command = null;
                }
            }
        }
    }

    public void Cancel()
    {
        lock (this)
            _command?.Close();
    }

    private int Run() => _rows += _command!.ReadByte();
}

public class Batches : IDisposable
{
    private Batch? _current = new();

    public int Run(string path) => Go(_current!, path);

    private static int Go(Batch batch, string path) => batch.Execute(path);

    public void Dispose() => _current = null;
}

/// <summary>The second attempt is made only where the first has put nothing there: a flag says so.</summary>
public sealed class Index : IDisposable
{
    private Stream? _stream;

    public static Index Load(string path, bool readOnly)
    {
        var index = new Index();
        var writable = !readOnly;
        if (writable)
        {
            try
            {
                index._stream = new FileStream(path, FileMode.OpenOrCreate);
            }
            catch (UnauthorizedAccessException)
            {
                writable = false;
            }
        }

        if (!writable)
            index._stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return index;
    }

    public void Reload(string path)
    {
        _stream?.Dispose();
        _stream = null;
        var done = false;
        try
        {
            _stream = new FileStream(path, FileMode.Open);
            done = true;
        }
        catch (IOException e)
        {
            Console.WriteLine(e.Message);
        }

        if (!done)
            _stream = new FileStream(path + ".old", FileMode.Open);
    }

    public void Dispose() => _stream?.Dispose();
}
