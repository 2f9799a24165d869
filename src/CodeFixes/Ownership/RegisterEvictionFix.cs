using System;
using System.Collections.Generic;
using System.Composition;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1010: what the cache evicts is disposed by a callback.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RegisterEvictionFix))]
[Shared]
public sealed class RegisterEvictionFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(RegisterEvictionFix);

    /// <summary>Creates the provider.</summary>
    public RegisterEvictionFix()
        : base("LEAK1010")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        // The callback is synchronous.
        if (request.Fact(FixFacts.Form) is not ("Dispose" or "Both"))
            yield break;
        var edit = request.Node switch
        {
            InvocationExpressionSyntax call when request.Model.GetSymbolInfo(call).Symbol is IMethodSymbol method => OfCall(request.Model, call, method),
            AssignmentExpressionSyntax assignment => OfEntry(request.Model, assignment),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } => OfEntry(request.Model, assignment),
            _ => null,
        };
        if (edit != null && Expressions.Compiles(request, edit))
            yield return new FixPlan("Dispose it when the cache evicts it", EquivalenceKey, request.Node.Span, edit);
    }

    private static Action<DocumentEditor>? OfCall(SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol method)
    {
        if (method.ContainingType.ContainingNamespace.ToDisplayString() == "System.Runtime.Caching")
            return EvictionOptions.InPolicy(model, call, method);
        if (method is not { ReducedFrom: not null, ContainingType.Name: "CacheExtensions" })
            return null;
        return method.Name == "Set" ? EvictionOptions.InOptions(model, call) : OfFactory(model, call);
    }

    /// <summary>entry.Value = value;</summary>
    private static Action<DocumentEditor>? OfEntry(SemanticModel model, AssignmentExpressionSyntax assignment)
    {
        if (assignment is not { Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax entry }, Parent: ExpressionStatementSyntax statement })
            return null;
        return editor => Statements.Surround(editor, statement, [Registration(editor, model, statement, entry.Identifier.Text)], []);
    }

    /// <summary>GetOrCreate(key, entry => value)</summary>
    private static Action<DocumentEditor>? OfFactory(SemanticModel model, InvocationExpressionSyntax call)
    {
        if (call.ArgumentList.Arguments is not { Count: 2 } arguments || arguments[1] is not { Expression: LambdaExpressionSyntax lambda } || ParameterOf(lambda) is not { } parameter)
            return null;
        var isDiscard = parameter.Identifier.ValueText == "_";
        if (lambda.Block is { Statements.Count: 0 } || lambda.ExpressionBody != null && Place.Of(lambda.ExpressionBody, model) == null)
            return null;
        return editor =>
        {
            var name = isDiscard ? Names.In(editor, lambda).Free("entry") : parameter.Identifier.Text;
            if (isDiscard)
                editor.ReplaceNode(parameter, (current, _) => ((ParameterSyntax)current).WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(parameter.Identifier)));
            var registration = Registration(editor, model, lambda, name);
            if (lambda.Block is { } block)
                Statements.Surround(editor, block.Statements[0], [registration], []);
            else
                Place.Of(lambda.ExpressionBody!, model)!.Replace(editor, value => [registration, value]);
        };
    }

    private static ParameterSyntax? ParameterOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        _ => null,
    };

    private static StatementSyntax Registration(DocumentEditor editor, SemanticModel model, SyntaxNode place, string entry) =>
        Expressions.Simplified(Statements.ParseOne(new EvictionCode(model, place, Names.In(editor, place)).Registration(entry) + ";"));
}
