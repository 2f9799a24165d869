using LeakGuard.Benchmarks.Analyzers;
using LeakGuard.Benchmarks.Cache;

switch (args.FirstOrDefault())
{
    case "cache":
        await CacheBenchmarks.RunAsync();
        return 0;
    case "analyzers" when args.Length > 1:
        return await AnalyzerBenchmarks.RunAsync(args[1], args.Skip(2).ToArray());
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run -c Release --project tests/Benchmarks -- cache
                   dotnet run -c Release --project tests/Benchmarks -- analyzers FOLDER [PEER.dll…]
            """);
        return 1;
}
