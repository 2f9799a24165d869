using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>Rules that only suggest, and a table of gauges.</summary>
internal static class SuggestionMutants
{
    public static IEnumerable<Mutant> All =>
    [
        new("LEAK1010", "cache without an eviction callback", [$"{Mutant.Programs}/Holders/TemplateCache.cs"], "EvictTemplates", "connections that outlive their eviction", new Edit(
            "nothing ends what is evicted",
            """
                    var options = new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) };
                    options.RegisterPostEvictionCallback((_, value, _, _) => (value as IDisposable)?.Dispose());
                    cache.Set(name, new Connection(name), options);
            """,
            """
                    {|LEAK1010:cache.Set(name, new Connection(name), TimeSpan.FromMinutes(5))|};
            """)),
        new("LEAK1011", "flag that is read and then set", [$"{Mutant.Programs}/Holders/Seat.cs"], "ReleaseTwice", "seats given back twice", new Edit(
            "the flag is set too late",
            """
                    lock (gate)
                    {
                        if (released)
                            return;
                        released = true;
                    }

                    leaving();
            """,
            """
                    if ({|LEAK1011:released|})
                        return;
                    leaving();
                    released = true;
            """)),
        new("LEAK1006", "gauge that is there already", [$"{Mutant.Programs}/Holders/Gauges.cs"], "AddTwice", "connections that outlive their holder", new Edit(
            "Add ignores the refusal",
            """
                    if (!gauges.TryAdd(kind + "." + name, gauge))
                        gauge.Dispose();
            """,
            """
                    {|LEAK1006:gauges.TryAdd(kind + "." + name, gauge)|};
            """)),
        new("LEAK1012", "removal under another key", [$"{Mutant.Programs}/Holders/Gauges.cs"], "RemoveGauges", "entries that stay", new Edit(
            "the key of the removal has another separator",
            """
                    if (gauges.TryRemove(kind + "." + name, out var gauge))
                        gauge.Dispose();
            """,
            """
                    {|LEAK1012:gauges.TryRemove(kind + "/" + name, out var gauge)|};
                    gauge?.Dispose();
            """)),
        new("LEAK1013", "failing end that skips the others", [$"{Mutant.Programs}/Holders/PipeSet.cs"], "OnePipeFails", "pipes that stay open", new Edit(
            "no pipe is isolated",
            """
                    foreach (var pipe in pipes)
                    {
                        try
                        {
                            pipe.Dispose();
                        }
                        catch (IOException error)
                        {
                            Console.Error.WriteLine(error.Message);
                        }
                    }
            """,
            """
                    foreach (var pipe in pipes)
                        {|LEAK1013:pipe.Dispose()|};
            """)),
    ];
}
