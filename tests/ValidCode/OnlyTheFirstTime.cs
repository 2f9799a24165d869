using System.Diagnostics;
using System.Threading;

namespace LeakGuard.ValidCode.OnlyTheFirstTime;

// Steps that run once although their member runs again.
public sealed class NamedSource : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly IDisposable all;
    private IDisposable? events;

    public NamedSource() => all = DiagnosticListener.AllListeners.Subscribe(this);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Shop.Client")
            events = value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        all.Dispose();
        events?.Dispose();
    }
}

public sealed class HostWatch : IObserver<DiagnosticListener>, IDisposable
{
    private const string Host = "Shop.Host";
    private readonly Reader reader = new();
    private readonly IDisposable all;

    public HostWatch() => all = DiagnosticListener.AllListeners.Subscribe(this);

    public void OnNext(DiagnosticListener value)
    {
        if (!string.Equals(value.Name, Host, StringComparison.Ordinal))
            return;
        reader.Attach(value);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => all.Dispose();

    private sealed class Reader : IObserver<KeyValuePair<string, object?>>
    {
        private IDisposable? subscription;

        public void Attach(DiagnosticListener source) => subscription = source.Subscribe(this);

        public void OnNext(KeyValuePair<string, object?> value)
        {
        }

        public void OnCompleted() => subscription?.Dispose();

        public void OnError(Exception error)
        {
        }
    }
}

public sealed class Tracer
{
    private static readonly object Gate = new();
    private static bool first = true;
    private static Timer? beat;
    private static Tracer? instance;

    public static Tracer Instance
    {
        get
        {
            lock (Gate)
                return instance ??= Create();
        }
    }

    public static void ReplaceGlobal()
    {
        lock (Gate)
            instance = Create();
    }

    public static void Shutdown()
    {
        lock (Gate)
            beat?.Dispose();
    }

    private static Tracer Create()
    {
        var tracer = new Tracer();
        if (first)
        {
            first = false;
            SetUp();
        }

        return tracer;
    }

    private static void SetUp() => beat = new Timer(_ => Console.WriteLine("beat"), null, 0, 1000);
}

// A console program that one thread runs from its Main.
public static class Totals
{
    private static readonly Dictionary<string, Total> ByName = new();

    public static int Main(string[] args)
    {
        foreach (var name in args)
            Of(name).Add();
        return ByName.Count;
    }

    private static Total Of(string name)
    {
        if (ByName.TryGetValue(name, out var total))
            return total;
        total = new Total();
        ByName[name] = total;
        return total;
    }

    private sealed class Total
    {
        private int count;

        public void Add() => count++;
    }
}
