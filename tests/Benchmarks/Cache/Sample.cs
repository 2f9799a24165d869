namespace LeakGuard.Benchmarks.Cache;

/// <summary>Nanoseconds of one operation in the rounds that count.</summary>
internal sealed class Sample(IEnumerable<double> nanoseconds, int rounds)
{
    private readonly double[] _sorted = [.. nanoseconds.Order()];

    public double Median => At(0.5);

    /// <summary>How many rounds count, of how many.</summary>
    public string Rounds => $"{_sorted.Length} of {rounds} rounds";

    public override string ToString() => $"{Median:F1} ns ({At(0.1):F1} to {At(0.9):F1})";

    private double At(double part) => _sorted.Length == 0 ? double.NaN : _sorted[(int)(part * (_sorted.Length - 1))];
}
