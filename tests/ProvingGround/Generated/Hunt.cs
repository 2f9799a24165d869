using LeakGuard.ProvingGround.Machinery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakGuard.ProvingGround.Generated;

/// <summary>Makes every mistake of every operator on a program, and asks all rules about each.</summary>
internal sealed class Hunt
{
    private static readonly Operator[] Operators = [new DropDispose(), new DropLock(), new MoveCheckOut(), new SwapStatements(), new DropClosedTest(), new DropToken()];

    private readonly CSharpCompilation compilation;

    public Hunt(IEnumerable<SourceFile> program) => compilation = Workbench.CompilationOf(program);

    public async Task<IReadOnlyList<Catch>> RunAsync()
    {
        Workbench.Warnings(compilation, "the program");
        var silent = await Workbench.AnalyzeAsync(compilation);
        if (silent.Count > 0)
            throw new ProofException($"the program is not silent before anything is changed:\n{string.Join("\n", silent)}");
        var catches = new List<Catch>();
        foreach (var kind in Operators)
            catches.Add(await HuntAsync(kind));
        return catches;
    }

    private async Task<Catch> HuntAsync(Operator kind)
    {
        var mutations = compilation.SyntaxTrees
            .OrderBy(tree => tree.FilePath, StringComparer.Ordinal)
            .SelectMany(tree => kind.In(tree.GetRoot(), compilation.GetSemanticModel(tree)).Select(mutation => (Tree: tree, Mutation: mutation)))
            .OrderBy(pair => pair.Tree.FilePath, StringComparer.Ordinal)
            .ThenBy(pair => pair.Mutation.Place.SpanStart)
            .ToList();
        var result = new Catch(kind.Name, mutations.Count);
        var findings = new IReadOnlyList<Diagnostic>?[mutations.Count];
        await Parallel.ForAsync(0, mutations.Count, async (i, _) => findings[i] = await AskAsync(mutations[i].Tree, mutations[i].Mutation));
        for (var i = 0; i < findings.Length; i++)
        {
            if (findings[i] is { } diagnostics)
                result.Add(mutations[i].Mutation, diagnostics);
        }

        return result;
    }

    /// <summary>What the rules say of one mistake; null where it does not compile.</summary>
    private async Task<IReadOnlyList<Diagnostic>?> AskAsync(SyntaxTree tree, Mutation mutation)
    {
        // Parsed anew: a tree that was edited would have nodes whose places in the text are those of another text.
        var mutated = CSharpSyntaxTree.ParseText(mutation.Root.ToFullString(), (CSharpParseOptions)tree.Options, tree.FilePath);
        var changed = compilation.ReplaceSyntaxTree(tree, mutated);
        return changed.GetSemanticModel(mutated).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null : await Workbench.AnalyzeAsync(changed);
    }
}

/// <summary>What the rules found of one operator's mistakes.</summary>
internal sealed class Catch(string name, int places)
{
    private readonly SortedDictionary<string, int> found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> missed = new(StringComparer.Ordinal);

    public string Operator => name;

    /// <summary>All places, tried or not.</summary>
    public int Places => places;

    /// <summary>Those that were tried and compile.</summary>
    public int Tried { get; private set; }

    public int Found { get; private set; }

    /// <summary>How often each rule found one.</summary>
    public IReadOnlyDictionary<string, int> FoundBy => found;

    /// <summary>What nobody found, by the rule that will have to.</summary>
    public IReadOnlyDictionary<string, int> MissedOf => missed;

    /// <summary>Each that was tried, and what became of it.</summary>
    public List<string> Lines { get; } = [];

    public void Add(Mutation mutation, IReadOnlyList<Diagnostic> diagnostics)
    {
        Tried++;
        if (diagnostics.Count > 0)
        {
            Found++;
            foreach (var rule in diagnostics.Select(diagnostic => diagnostic.Id).Distinct())
                found[rule] = found.GetValueOrDefault(rule) + 1;
        }
        else
        {
            missed[mutation.Owner] = missed.GetValueOrDefault(mutation.Owner) + 1;
        }

        var place = mutation.Place.GetLocation().GetLineSpan();
        var verdict = diagnostics.Count > 0 ? "found by " + string.Join(", ", diagnostics.Select(diagnostic => diagnostic.Id)) : "missed, for " + mutation.Owner;
        Lines.Add($"{verdict}: {Path.GetFileName(place.Path)}({place.StartLinePosition.Line + 1}): {mutation.Place.ToString().ReplaceLineEndings(" ")}");
    }
}
