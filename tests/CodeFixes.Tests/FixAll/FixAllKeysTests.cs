using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>Where a fix offers two repairs, fix all applies the one that was asked for, where it is offered.</summary>
public sealed class FixAllKeysTests
{
    private static string Watchers(string access, string value, string member) =>
        $$"""
        sealed class {{access}}Watchers
        {
            {{access.ToLowerInvariant()}} readonly ConcurrentDictionary<string, {{value}}> _watchers = new();

        {{member}}
        }
        """;

    private const string Call = "    public FileSystemWatcher For(string folder) => _watchers.GetOrAdd(folder, path => new FileSystemWatcher(path));";

    private const string Lazily = "    public FileSystemWatcher For(string folder) => _watchers.GetOrAdd(folder, path => new Lazy<FileSystemWatcher>(() => new FileSystemWatcher(path))).Value;";

    private const string Compared =
        """
            public FileSystemWatcher For(string folder)
            {
                if (!_watchers.TryGetValue(folder, out var kept))
                {
                    var created = new FileSystemWatcher(folder);
                    kept = _watchers.GetOrAdd(folder, created);
                    if (!ReferenceEquals(kept, created))
                        created.Dispose();
                }

                return kept;
            }
        """;

    /// <summary>Others than the type may use the store of the second: it keeps its type.</summary>
    [Theory]
    [InlineData(DisposeLoserFix.EquivalenceKey, "Lazy<FileSystemWatcher>", Lazily, Call)]
    [InlineData(DisposeLoserFix.DisposeKey, "FileSystemWatcher", Compared, Compared)]
    public async Task Key_IsAppliedWhereItIsOffered(string key, string value, string ofPrivate, string ofInternal)
    {
        using var workspace = new AdhocWorkspace();
        var text = Watchers("Private", "FileSystemWatcher", Call) + "\n\n" + Watchers("Internal", "FileSystemWatcher", Call);
        var solution = TestProjects.Add(workspace.CurrentSolution, "One", new Sources(), ("Prelude.cs", Sources.Prelude), ("Watchers.cs", text));
        var report = await Report.OfAsync(solution);
        Assert.Equal(["LEAK1005", "LEAK1005"], report.All.Select(d => d.Id).Where(id => id == "LEAK1005"));
        var after = await FixAllRun.ApplyAsync(new DisposeLoserFix(), key, TestProjects.Find(solution, "One", "Watchers.cs"), FixAllScope.Solution, report);
        Assert.Equal(
            Watchers("Private", value, ofPrivate) + "\n\n" + Watchers("Internal", "FileSystemWatcher", ofInternal),
            (await TestProjects.Find(after, "One", "Watchers.cs").GetTextAsync()).ToString());
        await Report.OfAsync(after);
    }

    [Fact]
    public async Task UnknownKey_ChangesNothing()
    {
        using var workspace = new AdhocWorkspace();
        var solution = TestProjects.Add(workspace.CurrentSolution, "One", new Sources(), ("Prelude.cs", Sources.Prelude), ("Watchers.cs", Watchers("Private", "FileSystemWatcher", Call)));
        var report = await Report.OfAsync(solution);
        Assert.Contains(report.All, d => d.Id == "LEAK1005");
        var after = await FixAllRun.ApplyAsync(new DisposeLoserFix(), "LeakGuard.SomethingElse", TestProjects.Find(solution, "One", "Watchers.cs"), FixAllScope.Solution, report);
        Assert.Empty(after.GetChanges(solution).GetProjectChanges());
    }
}
