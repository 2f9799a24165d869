using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.AskedByOthers;

internal interface IHostedService
{
    Task StartAsync(CancellationToken cancellation);

    Task StopAsync(CancellationToken cancellation);
}

/// <summary>The host starts it once, and nothing else fills the table.</summary>
internal sealed class Commands(IEnumerable<object> all) : IHostedService
{
    private readonly Dictionary<string, List<object>> _handlers = [];

    public Task StartAsync(CancellationToken cancellation)
    {
        foreach (var handler in all)
            Register(handler.GetType().Name, handler);
        return Task.CompletedTask;
    }

    private void Register(string name, object handler)
    {
        if (!_handlers.TryGetValue(name, out var list))
            _handlers[name] = list = [];
        list.Add(handler);
    }

    public bool Knows(string name) => _handlers.ContainsKey(name);

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SetUpAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class TearDownAttribute : Attribute;

/// <summary>Each test ends what it used, and the next one begins with nothing.</summary>
internal abstract class Fixture
{
    private readonly ConcurrentStack<IDisposable> _used = new();

    [SetUp]
    public void Begin() => _used.Clear();

    [TearDown]
    public void End()
    {
        while (_used.TryPop(out var used))
            used.Dispose();
    }

    protected T Use<T>(T value)
        where T : IDisposable
    {
        _used.Push(value);
        return value;
    }
}

internal sealed class QuestionArgs : EventArgs
{
    public int Answer { get; set; }
}

internal interface IDesk
{
    event EventHandler<QuestionArgs> Asked;
}

/// <summary>Who asks waits for the answer in what it passed.</summary>
internal sealed class Clerk
{
    public Clerk(IDesk desk) => desk.Asked += OnAsked;

    private void OnAsked(object? sender, QuestionArgs question)
    {
        using var helper = System.Diagnostics.Process.Start("helper");
        if (helper.WaitForExit(30_000))
            question.Answer = helper.ExitCode;
    }
}

internal interface IPipe : IDisposable
{
    event EventHandler Closed;
}

/// <summary>The pipe has closed, and the shell ends with it.</summary>
internal sealed class Shell
{
    private readonly ManualResetEvent _through = new(false);
    private readonly IPipe _pipe;

    public Shell(IPipe pipe)
    {
        _pipe = pipe;
        _pipe.Closed += OnClosed;
    }

    private void OnClosed(object? sender, EventArgs e)
    {
        _pipe.Dispose();
        _through.WaitOne(TimeSpan.FromSeconds(5));
        _through.Dispose();
    }
}
