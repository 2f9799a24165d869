using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>One executable body: a method, an accessor, an initializer, a lambda or a local function.</summary>
internal sealed class BodyFacts
{
    public BodyFacts(MemberFacts member, BodyFacts? enclosing, IMethodSymbol? method, SyntaxNode syntax)
    {
        Member = member;
        Enclosing = enclosing;
        Method = method;
        Root = new BlockNode(syntax, BlockRole.Body) { Body = this };
    }

    public MemberFacts Member { get; }

    public BodyFacts? Enclosing { get; }

    /// <summary>The method, lambda or local function; null for an initializer.</summary>
    public IMethodSymbol? Method { get; }

    public BlockNode Root { get; }

    /// <summary>A lambda that runs where it stands (LINQ terminal, GetOrAdd factory, ForEach): it keeps the lockset.</summary>
    public bool RunsInline { get; set; }

    /// <summary>The lambda of a ForEach: it runs for one entry after the other, on the same thread.</summary>
    public bool RunsForEach { get; set; }

    /// <summary>The call or access the lambda is passed to inline, if any.</summary>
    public Node? InlineOf { get; set; }

    /// <summary>The block the lambda stands in.</summary>
    public BlockNode? Site { get; set; }

    public bool IsLocalFunction { get; set; }

    /// <summary>A local function that is also used as a delegate.</summary>
    public bool EscapesAsDelegate { get; set; }

    /// <summary>A goto or another construct was met that the tree cannot express: path questions are not answered.</summary>
    public bool IsOpaque { get; set; }

    public bool IsAsync => Method is { IsAsync: true };

    public bool IsIterator { get; set; }

    public List<BodyFacts> Nested { get; } = new();

    public List<CallNode> CallsTo { get; } = new();

    public int NodeCount { get; set; }

    /// <summary>The body of the member itself, out of all lambdas.</summary>
    public BodyFacts Outermost
    {
        get
        {
            var body = this;
            while (body.Enclosing != null)
                body = body.Enclosing;
            return body;
        }
    }
}
