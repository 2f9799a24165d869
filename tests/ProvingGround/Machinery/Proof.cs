using Microsoft.CodeAnalysis;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>What the five steps showed of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Before">What its scenario counted.</param>
/// <param name="After">What it counted after the fix; null where no fix was offered.</param>
/// <param name="FixedText">The files that the fix changed, as they are after it.</param>
internal sealed record Proof(Mutant Mutant, long Before, long? After, string FixedText)
{
    /// <summary>
    /// Compiles the mutant, finds exactly what is planted, runs the scenario, applies the fix, and shows that what comes out compiles
    /// without new warnings, is silent and does no harm.
    /// </summary>
    public static async Task<Proof> OfAsync(Mutant mutant)
    {
        var files = mutant.Files();
        var project = Workbench.ProjectOf(files);
        var compilation = await CompilationOf(project);
        var warnings = Workbench.Warnings(compilation, "the mutant");

        var marks = files.SelectMany(file => file.Marks).ToList();
        if (marks.All(mark => mark.Rule != mutant.Rule))
            throw new ProofException($"nothing marks where {mutant.Rule} must fire");
        var differences = Places.Differences(marks, await Workbench.AnalyzeAsync(compilation));
        if (differences.Length > 0)
            throw new ProofException($"the mutant is not found as planted:\n{differences}");

        var (before, unloaded) = await Stage.RunAsync(Workbench.Emit(compilation), mutant.Pins);
        if (before <= 0)
            throw new ProofException($"the scenario sees no harm in the mutant ({before} {mutant.Harm})");
        if (unloaded == mutant.Pins)
            throw new ProofException(unloaded ? "what leaks should have kept the load context alive" : "the load context of the mutant is not unloaded");

        var (repaired, applied) = await Repair.ApplyAsync(project, mutant.Rule);
        if (applied == 0)
            return Unfixed(mutant, before);
        var text = await ChangesAsync(project, repaired, mutant.ScenarioPath);
        if (mutant.Refused != null)
            throw new ProofException($"a fix was offered that must be refused: {mutant.Refused}\n{text}");
        var after = await HarmAfterAsync(mutant, repaired, warnings, marks, text);
        return new Proof(mutant, before, after, text);
    }

    private static Proof Unfixed(Mutant mutant, long before)
    {
        if (mutant.NoFix == Repair.Exists(mutant.Rule))
            throw new ProofException(mutant.NoFix ? "the rule has a fix now: prove it" : "the rule has no fix");
        if (!mutant.NoFix && mutant.Refused == null)
            throw new ProofException("no fix is offered");
        return new Proof(mutant, before, null, string.Empty);
    }

    private static async Task<long> HarmAfterAsync(Mutant mutant, Project repaired, IReadOnlyList<string> warnings, List<Mark> marks, string text)
    {
        var compilation = await CompilationOf(repaired);
        var added = Workbench.Warnings(compilation, $"the fixed program\n{text}\n").GroupBy(id => id).Where(ids => ids.Count() > warnings.Count(id => id == ids.Key)).Select(ids => ids.Key).ToList();
        if (added.Count > 0)
            throw new ProofException($"the fix adds the warnings {string.Join(", ", added)}\n{text}");
        var expected = marks.Where(mark => mark.Rule != mutant.Rule).Select(mark => mark.Rule).Concat(Enumerable.Repeat(mutant.Rule, mutant.Unfixed)).Order(StringComparer.Ordinal);
        var found = await Workbench.AnalyzeAsync(compilation);
        if (!found.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal).SequenceEqual(expected))
            throw new ProofException($"the fixed program is not silent:\n{string.Join("\n", found)}\n{text}");
        var (after, unloaded) = await Stage.RunAsync(Workbench.Emit(compilation), mutant.StillPins);
        if (after != 0)
            throw new ProofException($"the fixed program still does harm: {after} {mutant.Harm}\n{text}");
        if (unloaded == mutant.StillPins)
            throw new ProofException($"the load context of the fixed program is {(unloaded ? "unloaded, though another bug stays" : "not unloaded")}\n{text}");
        return after;
    }

    /// <summary>The files that differ, in full. A fix that touches the scenario would prove nothing.</summary>
    private static async Task<string> ChangesAsync(Project before, Project after, string scenario)
    {
        var texts = new List<string>();
        foreach (var document in after.Documents)
        {
            var text = (await document.GetTextAsync()).ToString();
            if (before.GetDocument(document.Id) is { } old && (await old.GetTextAsync()).ToString() == text)
                continue;
            if (document.FilePath == scenario)
                throw new ProofException("the fix changed the scenario");
            texts.Add($"// {document.FilePath}\n{text}");
        }

        return string.Join("\n", texts);
    }

    private static async Task<Compilation> CompilationOf(Project project) => await project.GetCompilationAsync() ?? throw new ProofException("there is no compilation");
}
