using LeakGuard.Benchmarks.Cache;

switch (args.FirstOrDefault())
{
    case "cache":
        await CacheBenchmarks.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- cache");
        return 1;
}
