namespace LeakGuard.ProvingGround.Machinery;

/// <summary>A file, or the part of it between two markers, that is made from what was proven. LEAKGUARD_UPDATE=1 writes it anew.</summary>
internal static class Documented
{
    private const string Begin = "<!-- proven:begin -->\n";
    private const string End = "<!-- proven:end -->\n";

    public static void CheckSection(string text, params string[] path)
    {
        var current = File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");
        var begin = current.IndexOf(Begin, StringComparison.Ordinal);
        var end = current.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{path[^1]} has no section between {Begin.Trim()} and {End.Trim()}.");
        var wanted = $"{current[..(begin + Begin.Length)]}\n{text}\n{current[end..]}";
        if (wanted == current)
            return;
        if (Environment.GetEnvironmentVariable("LEAKGUARD_UPDATE") == "1")
            File.WriteAllText(Repository.PathOf(path), wanted);
        else
            Assert.Fail($"{path[^1]} does not say what was proven. LEAKGUARD_UPDATE=1 dotnet test tests/ProvingGround writes it:\n{text}");
    }
}
