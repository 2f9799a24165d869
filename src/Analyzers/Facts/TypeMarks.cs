using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.Facts;

/// <summary>
/// What the text of an outermost type and of its bases says it may do. Cheap, and generous: a mark decides only whether facts are
/// collected.
/// </summary>
internal sealed class TypeMarks
{
    private static readonly string[] CallbackMarks =
    {
        "Timer(", "Subscribe(", "SubscribeAsync(", "Register(", "RegisterCallback(", "RegisterMessageHandler", "OnChange(", "OnNext(", "RegisterPostEvictionCallback", "RegisterChangeCallback",
        ".Watch", "Watcher", "EventCallback", "OnEventWritten", "Callback = ", "Listen", "Handler(", "IObserver", "Consume(", "AddCallback(", "Subscriber",
    };

    /// <summary>Of a handler that another type may attach.</summary>
    private static readonly string[] HandlerMarks = { "(object? sender", "(object sender", "(object? _", "(object _", "void Handle", "Task Handle", "void On", "Task On" };

    private static readonly string[] WaitMarks = { ".Wait", ".Result", "GetResult(", "Sleep(", "Join(", ".Take(" };

    private static readonly string[] SharingMarks =
    {
        "Interlocked.", "lock (", "lock(", "volatile ", "Volatile.", "Concurrent", "Task.Run", "Monitor.", "Semaphore", "Mutex", "Lock", "Thread", "StartNew(", "Timer", "[Guarded", "Parallel.", "AsParallel(",
        "BackgroundService", "IHostedService", "Hub", "HttpContext",
    };

    private static readonly string[] RemovalMarks = { ".Remove", ".TryRemove", ".Take(", ".TryTake(", "Dequeue(", ".Clear(", ".ExceptWith", ".IntersectWith" };

    private readonly INamedTypeSymbol type;
    private readonly SourceTexts texts;
    private readonly KnownMarks known;
    private bool? callback;
    private bool? shared;
    private bool? removal;

    /// <param name="known">What is known of other types, for types that have the same base.</param>
    public TypeMarks(INamedTypeSymbol type, SourceTexts texts, KnownMarks known)
    {
        this.type = type;
        this.texts = texts;
        this.known = known;
    }

    /// <summary>It may hand a method to somebody who calls it when something happens.</summary>
    public bool SayCallback(Func<SyntaxTree, SemanticModel> modelOf) => callback ??= SaysCallback(type, modelOf) || BaseSaysCallback(modelOf);

    /// <summary>The same, base types left out.</summary>
    public bool SayOwnCallback(Func<SyntaxTree, SemanticModel> modelOf) => SaysCallback(type, modelOf);

    /// <summary>It may be used by several threads.</summary>
    public bool SayShared => shared ??= SayAny(SharingMarks);

    /// <summary>It may take something out of a collection.</summary>
    public bool SayRemoval => removal ??= SayAny(RemovalMarks);

    /// <summary>It may take something out of the collection in this field of its own.</summary>
    public bool SayRemovalFrom(IFieldSymbol field) => SayRemoval && MayUse(field, (part, name) => NamesInText.MayTakeFrom(part.Text, part.Span, name));

    /// <summary>It names two methods of a base, so it may put in and take out what the base keeps.</summary>
    public bool SayTwoMethodsOf(INamedTypeSymbol container)
    {
        var names = container.GetMembers().Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: not Accessibility.Private }).Select(m => m.Name).Distinct();
        return Has(type, part => NamesInText.NamesTwoOf(part.Text, part.Span, names));
    }

    /// <summary>It calls two members of what is in this field of its own.</summary>
    public bool SayTwoMembersOf(IFieldSymbol field) => MayUse(field, (part, name) => NamesInText.NamesTwoMembersOf(part.Text, part.Span, name, isValue: true));

    /// <summary>Its own text says so of the field, or of the property that it is behind; what others see too, others may use.</summary>
    private bool MayUse(IFieldSymbol field, Func<(string Text, TextSpan Span), string, bool> says)
    {
        var seen = field.AssociatedSymbol ?? field;
        return seen.DeclaredAccessibility != Accessibility.Private || Has(field.ContainingType, part => says(part, seen.Name));
    }

    /// <summary>It names two members of one of these types.</summary>
    public bool SayTwoMembersOf(string[] types)
    {
        foreach (var name in types)
        {
            if (Has(type, part => NamesInText.NamesTwoMembersOf(part.Text, part.Span, name, isValue: false)))
                return true;
        }

        return false;
    }

    private bool SaysCallback(INamedTypeSymbol type, Func<SyntaxTree, SemanticModel> modelOf) =>
        known.Callbacks.TryGetValue(type, out var says) ? says : known.Callbacks.GetOrAdd(type, type.DeclaringSyntaxReferences.Any(reference =>
        {
            var text = texts.Of(reference.SyntaxTree, CancellationToken.None);
            return HasAny(text, reference.Span, CallbackMarks) || HasArrivalMember(text, reference.Span) || HasSubscription(text, reference, modelOf)
                || HasAny(text, reference.Span, WaitMarks) && HasAny(text, reference.Span, HandlerMarks);
        }));

    /// <summary>A base type in source may attach what the type overrides.</summary>
    private bool BaseSaysCallback(Func<SyntaxTree, SemanticModel> modelOf)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { IsOverride: true, OverriddenMethod.ContainingType: { DeclaringSyntaxReferences.IsEmpty: false } at } && SaysCallback(at.OriginalDefinition, modelOf))
                return true;
        }

        return false;
    }

    /// <summary>It has one of these pieces of text.</summary>
    public bool SayAny(string[] marks)
    {
        for (INamedTypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, type) ? Has(at, marks) : !at.DeclaringSyntaxReferences.IsEmpty && known.Says(at.OriginalDefinition, marks, Has))
                return true;
        }

        return false;
    }

    private bool Has(INamedTypeSymbol declared, string[] marks) => Has(declared, part => HasAny(part.Text, part.Span, marks));

    private bool Has(INamedTypeSymbol declared, Predicate<(string Text, TextSpan Span)> says) =>
        declared.DeclaringSyntaxReferences.Any(reference => says((texts.Of(reference.SyntaxTree, CancellationToken.None), reference.Span)));

    private static bool HasAny(string text, TextSpan span, string[] marks)
    {
        foreach (var mark in marks)
        {
            if (text.IndexOf(mark, span.Start, span.Length, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>A call of x.OnSomething(…), or OnSomething = … in an initializer.</summary>
    private static bool HasArrivalMember(string text, TextSpan span)
    {
        for (var at = text.IndexOf("On", span.Start, span.Length, StringComparison.Ordinal); at >= 0; at = text.IndexOf("On", at + 2, span.End - at - 2, StringComparison.Ordinal))
        {
            var end = at + 2;
            if (end >= text.Length || !char.IsUpper(text[end]) || char.IsLetterOrDigit(text[at - 1]))
                continue;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
                end++;
            if (text[at - 1] == '.' || string.CompareOrdinal(text, end, " = ", 0, 3) == 0)
                return true;
        }

        return false;
    }

    /// <summary>A += that is no arithmetic.</summary>
    private static bool HasSubscription(string text, SyntaxReference reference, Func<SyntaxTree, SemanticModel> modelOf)
    {
        SyntaxNode? root = null;
        for (var at = text.IndexOf("+=", reference.Span.Start, reference.Span.Length, StringComparison.Ordinal); at >= 0; at = text.IndexOf("+=", at + 2, reference.Span.End - at - 2, StringComparison.Ordinal))
        {
            var next = at + 2;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
                next++;
            if (next >= text.Length || char.IsDigit(text[next]) || text[next] is '"' or '\'' or '$')
                continue;
            root ??= reference.SyntaxTree.GetRoot();
            if (root.FindToken(at).Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.AddAssignmentExpression) && Subscribes(assignment, modelOf))
                return true;
        }

        return false;
    }

    private static bool Subscribes(AssignmentExpressionSyntax assignment, Func<SyntaxTree, SemanticModel> modelOf)
    {
        if (assignment.Right is AnonymousFunctionExpressionSyntax)
            return true;
        var model = modelOf(assignment.SyntaxTree);
        return model.GetSymbolInfo(assignment.Left).Symbol is IEventSymbol || model.GetTypeInfo(assignment.Left).Type is { TypeKind: TypeKind.Delegate };
    }
}
