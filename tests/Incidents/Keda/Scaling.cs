namespace LeakGuard.Incidents.Keda;

/// <summary>What a user asks to be scaled: its identity, its generation, and an optional formula over the metrics.</summary>
public sealed record ScaledObject(string Name, Guid Uid, long Generation, int Triggers, string? Formula = null);

/// <summary>One source of metrics, with a connection behind it.</summary>
public interface IScaler : IAsyncDisposable
{
    ValueTask<double> GetMetricAsync(CancellationToken cancellation);
}

/// <summary>A formula, compiled. Compiling fails when the formula is wrong.</summary>
public sealed class MetricProgram
{
    private MetricProgram(string source) => Source = source;

    public string Source { get; }

    public static MetricProgram Compile(string source) =>
        source.Contains("??", StringComparison.Ordinal) ? throw new FormatException($"'{source}' is no formula") : new MetricProgram(source);
}

/// <summary>Counts what is alive, so that a program can show what it leaks.</summary>
public sealed class Census
{
    private int created;
    private int closed;

    public int Live => Volatile.Read(ref created) - Volatile.Read(ref closed);

    public void Opened() => Interlocked.Increment(ref created);

    public void Closed() => Interlocked.Increment(ref closed);
}
