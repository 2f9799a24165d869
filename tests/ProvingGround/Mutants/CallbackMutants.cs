using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>A handler of events that does slow work.</summary>
internal static class CallbackMutants
{
    private const string Held = "events held up of 10";
    private const string Handler = """
                Interlocked.Increment(ref seen);
            }
        """;

    private static readonly string[] Archiver = [$"{Mutant.Programs}/Holders/Archiver.cs"];

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK3001", "handler that waits for a task", Archiver, "SlowArchive", Held, new Edit(
            "the handler waits",
            Handler,
            """
                    Interlocked.Increment(ref seen);
                    {|LEAK3001:archive.SaveAsync(item).Wait()|};
                }
            """)),
        new("LEAK3001", "handler whose helper takes the result", Archiver, "SlowArchive", Held, new Edit(
            "a helper takes the result",
            Handler,
            """
                    Interlocked.Increment(ref seen);
                    Save(item);
                }

                private void Save(string item)
                {
                    {|LEAK3001:archive.SaveAsync(item).GetAwaiter().GetResult()|};
                }
            """)),
        new("LEAK3001", "handler that waits for all", Archiver, "SlowArchive", Held, new Edit(
            "the handler waits for all tasks",
            Handler,
            """
                    Interlocked.Increment(ref seen);
                    {|LEAK3001:Task.WaitAll(archive.SaveAsync(item))|};
                }
            """)),
        new("LEAK3001", "lambda that needs the result", Archiver, "SlowArchive", Held, new Edit(
            "a lambda uses the result",
            "        feed.Received += OnReceived;",
            """
                    feed.Received += OnReceived;
                    feed.Received += item =>
                    {
                        if ({|LEAK3001:archive.SaveAsync(item).Result|} > 0)
                            Interlocked.Increment(ref seen);
                    };
            """)),
    ];
}
