namespace LeakGuard.ProvingGround.Machinery;

/// <summary>A program with one planted bug, and a scenario that shows what the bug does.</summary>
/// <param name="Rule">The rule that must find it.</param>
/// <param name="Name">What was done to the program.</param>
/// <param name="Sources">The files and folders of the clone that make the program.</param>
/// <param name="Scenario">The file in Programs/Scenarios with the class <c>Scenario</c>.</param>
/// <param name="Harm">What the scenario counts.</param>
/// <param name="Edit">The change that plants the bug; none where the program is an incident as it was.</param>
internal sealed record Mutant(string Rule, string Name, string[] Sources, string Scenario, string Harm, Edit? Edit = null)
{
    /// <summary>Where the programs of the proving ground are.</summary>
    public const string Programs = "tests/ProvingGround/Programs";

    /// <summary>Why no fix may be offered here, although the rule has one; null where the fix must be offered.</summary>
    public string? Refused { get; init; }

    /// <summary>How many places of the rule the fix leaves as they are, beside the one that the scenario is about.</summary>
    public int Unfixed { get; init; }

    /// <summary>The rule has no fix at all.</summary>
    public bool NoFix { get; init; }

    /// <summary>What leaks keeps running, so that the context the program was loaded into cannot be unloaded.</summary>
    public bool Pins { get; init; }

    /// <summary>Another bug of the program, which stays, keeps running too.</summary>
    public bool StillPins { get; init; }

    public string ScenarioPath => $"{Programs}/Scenarios/{Scenario}.cs";

    /// <summary>The program as it is compiled: mutated, with its scenario and what all programs share.</summary>
    public IReadOnlyList<SourceFile> Files()
    {
        IReadOnlyList<SourceFile> program = [.. Sources.SelectMany(SourceFile.Read)];
        if (Edit != null)
            program = Edit.ApplyTo(program);
        return [.. program, .. SourceFile.Read(ScenarioPath), .. SourceFile.Read($"{Programs}/Common")];
    }

    public override string ToString() => $"{Rule} {Name}";
}
