namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How a code action's tree is compared with the tree parsed from its text.</summary>
public enum CodeActionValidationMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Nodes and tokens, without trivia.</summary>
    SemanticStructure,

    /// <summary>Nodes, tokens and trivia.</summary>
    Full,
}
