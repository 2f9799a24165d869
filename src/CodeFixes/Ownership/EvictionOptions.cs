using System;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>Options of a cache entry, made or extended where the entry is stored, with a callback that disposes the value.</summary>
internal static class EvictionOptions
{
    private const string Options = "new global::Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions";
    private const string Policy = "new global::System.Runtime.Caching.CacheItemPolicy";

    /// <summary>Set(key, value), with a time, a token, or options that are made in the call.</summary>
    public static Action<DocumentEditor>? InOptions(SemanticModel model, InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count is < 2 or > 3 || arguments.Any(a => a.NameColon != null))
            return null;
        if (arguments.Count == 2)
        {
            return editor => editor.ReplaceNode(call.ArgumentList, (current, _) => ((ArgumentListSyntax)current)
                .AddArguments(SyntaxFactory.Argument(Expressions.Parse(Code(editor, model, call).Registration(Options + "()")).WithLeadingTrivia(SyntaxFactory.Space))));
        }

        var given = arguments[2].Expression;
        var options = model.GetTypeInfo(given).ConvertedType?.Name switch
        {
            "TimeSpan" => Options + " { AbsoluteExpirationRelativeToNow = " + given.WithoutTrivia() + " }",
            "DateTimeOffset" => Options + " { AbsoluteExpiration = " + given.WithoutTrivia() + " }",
            "IChangeToken" => $"{Options}().AddExpirationToken({given.WithoutTrivia()})",
            "MemoryCacheEntryOptions" when given is ImplicitObjectCreationExpressionSyntax made => $"{Options}{made.ArgumentList}{(made.Initializer == null ? string.Empty : " " + made.Initializer.WithoutTrailingTrivia())}",
            "MemoryCacheEntryOptions" when IsMadeHere(given) => given.WithoutTrivia().ToString(),
            _ => null,
        };
        if (options == null)
            return null;
        return editor => editor.ReplaceNode(given, (current, _) => Expressions.Parse(Code(editor, model, call).Registration(options)).WithTriviaFrom(current));
    }

    /// <summary>Set, Add and AddOrGetExisting of System.Runtime.Caching, with a time or with a policy that is made in the call.</summary>
    public static Action<DocumentEditor>? InPolicy(SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol method)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count < 3 || arguments.Any(a => a.NameColon != null) || method.Parameters[1].Name != "value")
            return null;
        var given = arguments[2].Expression;
        switch (method.Parameters[2].Type.Name)
        {
            case "DateTimeOffset":
                return editor => editor.ReplaceNode(given, (current, _) => Expressions.Parse($"{Policy} {{ AbsoluteExpiration = {given.WithoutTrivia()}, {Code(editor, model, call).RemovedCallback} }}").WithTriviaFrom(current));
            case "CacheItemPolicy" when given is BaseObjectCreationExpressionSyntax { Initializer: null or { Expressions.Count: 0 } } made:
                var start = made is ObjectCreationExpressionSyntax named ? "new " + named.Type.WithoutTrivia() : "new()";
                return editor => editor.ReplaceNode(given, (current, _) => Expressions.Parse($"{start} {{ {Code(editor, model, call).RemovedCallback} }}").WithTriviaFrom(current));
            case "CacheItemPolicy" when given is BaseObjectCreationExpressionSyntax { Initializer: { } initializer }:
                return editor => editor.ReplaceNode(initializer, (current, _) => With((InitializerExpressionSyntax)current, Expressions.Parse(Code(editor, model, call).RemovedCallback)));
            default:
                return null;
        }
    }

    private static EvictionCode Code(DocumentEditor editor, SemanticModel model, SyntaxNode place) => new(model, place, Names.In(editor, place));

    /// <summary>new MemoryCacheEntryOptions(), or a chain of calls on it.</summary>
    private static bool IsMadeHere(ExpressionSyntax options)
    {
        while (options is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var inner } })
            options = inner;
        return options is ObjectCreationExpressionSyntax;
    }

    /// <summary>The initializer with one more member, on a line of its own where the others are.</summary>
    private static InitializerExpressionSyntax With(InitializerExpressionSyntax initializer, ExpressionSyntax added)
    {
        var list = initializer.Expressions.GetWithSeparators();
        var last = initializer.Expressions.Last();
        if (list.Last().IsToken)
            return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(list.Add(added.WithLeadingTrivia(last.GetLeadingTrivia()).WithTrailingTrivia(list.Last().GetTrailingTrivia()))));
        var end = last.GetTrailingTrivia();
        list = list.Replace(list.Last(), last.WithTrailingTrivia())
            .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(end))
            .Add(added.WithLeadingTrivia(last.GetLeadingTrivia()).WithTrailingTrivia(end));
        return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(list));
    }
}
