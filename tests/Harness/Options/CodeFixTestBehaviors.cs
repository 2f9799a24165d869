namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Parts of a code fix test that can be left out or changed.</summary>
[Flags]
public enum CodeFixTestBehaviors
{
    /// <summary>The whole test.</summary>
    None = 0,

    /// <summary>No fix-all run in document scope.</summary>
    SkipFixAllInDocumentCheck = 1,

    /// <summary>No fix-all run in project scope.</summary>
    SkipFixAllInProjectCheck = 2,

    /// <summary>No fix-all run in solution scope.</summary>
    SkipFixAllInSolutionCheck = 4,

    /// <summary>No fix-all run at all.</summary>
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,

    /// <summary>One round only, for the one diagnostic the test selects.</summary>
    FixOne = 8,

    /// <summary>Non-local diagnostics may be fixed; they give no light bulb while typing.</summary>
    SkipLocalDiagnosticCheck = 16,
}
