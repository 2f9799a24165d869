using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>
/// Where the events of source types are raised. An event that is only ever raised by members that others call, out of no loop, thread or
/// callback of its type, comes on the stack of whoever caused it: who waits in the handler makes the cause wait, and nothing piles up.
/// Read from syntax, on demand, one answer per event.
/// </summary>
internal sealed partial class Raises
{
    private const int MaxRelays = 3;
    private const int MaxUses = 20;

    private static readonly string[] Arrivals = { "Received", "Receive", "Arrived", "Incoming", "Message", "Tick", "Elapsed" };
    private static readonly string[] Deliverers = { "Deliver", "Dispatch", "Publish", "Notify", "Handle", "Process", "Receive", "Pump", "Poll", "On" };

    private static readonly string[] Sources = { "Read", "Receive", "Take", "TryTake", "Wait", "Accept", "Dequeue", "TryDequeue", "Poll", "Consume", "Recv", "Fetch", "Sleep" };

    private readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly SourceTexts texts;
    private readonly SemanticModels models;

    public Raises(SourceTexts texts, SemanticModels models)
    {
        this.texts = texts;
        this.models = models;
    }

    /// <summary>Every place that raises the event, or calls the delegate in a field, is in sight, and each runs on the stack of a caller from outside.</summary>
    public bool OnCallersStack(ISymbol happening, CancellationToken cancellation)
    {
        var definition = happening.OriginalDefinition;
        return known.TryGetValue(definition, out var answer) ? answer : known.GetOrAdd(definition, new Search(texts, models, cancellation).IsOnStack(definition, 0));
    }

    /// <summary>The places in sight that raise the event stand in no loop, nor do the calls that lead there: it comes once for what is begun.</summary>
    public bool OnlyOnce(ISymbol happening, CancellationToken cancellation) => new Search(texts, models, cancellation).IsOnlyOnce(happening.OriginalDefinition);

    private static bool Has(string[] words, string name, bool atEnd) =>
        Array.Exists(words, w => atEnd ? name.EndsWith(w, StringComparison.Ordinal) : name.StartsWith(w, StringComparison.Ordinal) && name.Length > w.Length && char.IsUpper(name[w.Length]) || name == w);

    private sealed partial class Search
    {
        private readonly SourceTexts texts;
        private readonly SemanticModels models;
        private readonly CancellationToken cancellation;
        private readonly HashSet<string> visited = new(StringComparer.Ordinal);

        public Search(SourceTexts texts, SemanticModels models, CancellationToken cancellation)
        {
            this.texts = texts;
            this.models = models;
            this.cancellation = cancellation;
        }

        public bool IsOnStack(ISymbol happening, int relays)
        {
            if (IsNever(happening))
                return true;
            if (happening is IEventSymbol { ContainingType.TypeKind: TypeKind.Interface } promised)
                return relays <= MaxRelays && AreOnStack(promised, relays);
            var type = happening.ContainingType;
            if (relays > MaxRelays || type.TypeKind != TypeKind.Class || happening.IsAbstract || happening.IsOverride || type.DeclaringSyntaxReferences.IsEmpty)
                return false;
            var parts = PartsOf(happening);
            var raises = RaisesOf(happening, parts);
            if (raises.Count > 0 && raises.TrueForAll(r => IsOfWorker(r, parts, 0)))
                return true;
            return raises.Count > 0 && !Has(Arrivals, happening.Name, atEnd: true) && raises.TrueForAll(r => IsAnswered(r) || IsLast(r) && r.Ancestors().First(IsLoop) is var loop && RunsOnce(loop, parts, 0) || RunsOnStack(r, parts, relays, false, false));
        }

        public bool IsOnlyOnce(ISymbol happening) => PartsOf(happening) is var parts && RaisesOf(happening, parts).TrueForAll(r => RunsOnce(r, parts, 0));

        private List<SyntaxNode> PartsOf(ISymbol happening) => happening.ContainingType.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).ToList();

        private List<IdentifierNameSyntax> RaisesOf(ISymbol happening, List<SyntaxNode> parts) => (BackingOf(happening) ?? happening.Name) is var name ? parts.SelectMany(p => Uses(p, name)).Where(IsRaise).SelectMany(Called).ToList() : new List<IdentifierNameSyntax>();

        /// <summary>if (Told is { } told) told(this, e): what is named there is called, and nothing else is done with it.</summary>
        private static IEnumerable<IdentifierNameSyntax> Called(IdentifierNameSyntax use) => use.Parent is IsPatternExpressionSyntax { Pattern: var pattern } && pattern.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>().FirstOrDefault() is { Identifier.ValueText: var named }
            && use.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && Uses(member, named).ToList() is { Count: > 0 } calls && calls.TrueForAll(IsCall) ? calls : new List<IdentifierNameSyntax> { use };

        /// <summary>The event that the add accessor of a written-out one passes its handlers to.</summary>
        private string? BackingOf(ISymbol happening) => (happening as IEventSymbol)?.AddMethod?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation).DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(a => a.IsKind(SyntaxKind.AddAssignmentExpression) && a.Left is IdentifierNameSyntax && a.Right is IdentifierNameSyntax { Identifier.ValueText: "value" })?.Left.ToString();

        private static IEnumerable<IdentifierNameSyntax> Uses(SyntaxNode part, string name) => part.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name);

        /// <summary>Whatever is no += or -=, nameof or test for null; Told is { } told keeps what is called then.</summary>
        private static bool IsRaise(IdentifierNameSyntax use)
        {
            SyntaxNode whole = use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;
            return whole.Parent switch
            {
                AssignmentExpressionSyntax assignment when assignment.Left == whole => false,
                BinaryExpressionSyntax test => !test.IsKind(SyntaxKind.EqualsExpression) && !test.IsKind(SyntaxKind.NotEqualsExpression),
                IsPatternExpressionSyntax test => test.Pattern.DescendantNodesAndSelf().Any(n => n is SingleVariableDesignationSyntax),
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => false,
                _ => true,
            };
        }

        /// <summary>Raise(this, e); return e.Answer: who raises it looks at what handlers have written, so it waits for what they say.</summary>
        private bool IsAnswered(IdentifierNameSyntax raise)
        {
            var call = raise.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.WhenNotNull as InvocationExpressionSyntax ?? raise.FirstAncestorOrSelf<InvocationExpressionSyntax>();
            return call is { ArgumentList.Arguments: { Count: > 0 } arguments } && arguments[arguments.Count - 1].Expression is IdentifierNameSyntax { Identifier.ValueText: var passed }
                && raise.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == passed && n.SpanStart > call.Span.End && IsRead(n));
        }

        /// <summary>return e, or e.Answer where handlers can set that.</summary>
        private bool IsRead(IdentifierNameSyntax use) => use.Parent switch
        {
            ReturnStatementSyntax => models.Of(use.SyntaxTree).GetTypeInfo(use, cancellation).Type is { } type && type.GetMembers().Any(m => IsSettable(m) && !IsSetByRaiser(use, m.Name)),
            MemberAccessExpressionSyntax access when access.Expression == use && !(access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access) && !IsSetByRaiser(use, access.Name.Identifier.ValueText) => models.Of(use.SyntaxTree).GetSymbolInfo(access, cancellation).Symbol is { } read && IsSettable(read),
            _ => false,
        };

        /// <summary>new Args { Price = … }, args.Price = …, anywhere in the type: the raiser tells it, and is not told.</summary>
        private static bool IsSetByRaiser(SyntaxNode use, string name) => use.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.Left is IdentifierNameSyntax { Identifier.ValueText: var set } && set == name && a.Parent is InitializerExpressionSyntax || a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var part } && part == name) == true;

        private static bool IsSettable(ISymbol member) => member is IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: not Accessibility.Private } } or IFieldSymbol { IsReadOnly: false, IsConst: false, DeclaredAccessibility: not Accessibility.Private };

        /// <summary>The place stands in a member, in no lambda but one that is a hop, in no endless loop or async body, and so does every use of that member in its type.</summary>
        private bool RunsOnStack(SyntaxNode place, List<SyntaxNode> parts, int relays, bool worked, bool looped)
        {
            for (var at = place.Parent; at != null; at = at.Parent)
            {
                looped |= IsLoop(at);
                switch (at)
                {
                    case AnonymousFunctionExpressionSyntax work:
                        return !looped && (IsHop(work) || work.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } && IsAttached(work.Parent, relays));
                    case CommonForEachStatementSyntax all when IsEndless(all):
                        return false;
                    case LocalFunctionStatementSyntax:
                        return false;
                    case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax when Pumps((StatementSyntax)at):
                        return Polls((StatementSyntax)at) && at.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } loop && IsOfOwnThread(loop.Identifier.ValueText, parts);
                    case MethodDeclarationSyntax method:
                        return !method.Modifiers.Any(SyntaxKind.AsyncKeyword) && !method.Modifiers.Any(SyntaxKind.OverrideKeyword) && MemberRunsOnStack(method, parts, relays, worked || DoesMore(method), looped);
                    case AccessorDeclarationSyntax or BaseMethodDeclarationSyntax or PropertyDeclarationSyntax:
                        return true;
                    case MemberDeclarationSyntax:
                        return false;
                }
            }

            return false;
        }

        private bool MemberRunsOnStack(MethodDeclarationSyntax method, List<SyntaxNode> parts, int relays, bool worked, bool looped)
        {
            var name = method.Identifier.ValueText;
            if (!visited.Add((looped ? "loop " : string.Empty) + name + method.ParameterList))
                return true;
            var isOpen = method.ExplicitInterfaceSpecifier != null || method.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.InternalKeyword));
            var isProtected = method.Modifiers.Any(SyntaxKind.ProtectedKeyword);
            if (isOpen && !isProtected)
                return !Has(Deliverers, name, atEnd: false) && worked && AllOnStack(parts.SelectMany(p => Uses(p, name)).Where(u => IsOf(u, method)), parts, relays, worked, looped);
            if (looped && IsOfOwnThread(name, parts) && MakesAll(method, 0))
                return true;
            var uses = parts.SelectMany(p => Uses(p, name)).Where(u => IsOf(u, method)).ToList();
            return uses.Count > 0 ? AllOnStack(uses, parts, relays, worked, looped) : isProtected && DerivedRunOnStack(name, relays, worked, looped);
        }

        private bool AllOnStack(IEnumerable<IdentifierNameSyntax> uses, List<SyntaxNode> parts, int relays, bool worked, bool looped) =>
            uses.All(u => IsCall(u) ? RunsOnStack(u, parts, relays, worked, looped) : IsRelay(u, relays));

        /// <summary>No other overload, and no method of another type with that name.</summary>
        private bool IsOf(IdentifierNameSyntax use, MethodDeclarationSyntax method) => models.Of(use.SyntaxTree).GetSymbolInfo(use, cancellation).Symbol is not IMethodSymbol named
            || (named.OriginalDefinition.PartialImplementationPart ?? named.OriginalDefinition).DeclaringSyntaxReferences.Any(r => r.SyntaxTree == method.SyntaxTree && r.Span == method.Span);

        private static bool IsCall(IdentifierNameSyntax use) => use.Parent is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax };

        /// <summary>Somewhere on the way work is done: a member that does nothing but raise says nothing of who drives it.</summary>
        private static bool DoesMore(MethodDeclarationSyntax method) => method.Body is { Statements.Count: > 1 } body
            && body.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: not IdentifierNameSyntax { Identifier.ValueText: "_" } } or PostfixUnaryExpressionSyntax)
            || method.Body != null && method.Body.DescendantNodes().OfType<InvocationExpressionSyntax>().Count() > 1;

        /// <summary>Nothing in the type itself uses the protected member that raises: the types derived from it do.</summary>
        private bool DerivedRunOnStack(string name, int relays, bool worked, bool looped)
        {
            var found = 0;
            foreach (var token in texts.Uses(name, cancellation))
            {
                if (token.Parent is not IdentifierNameSyntax use || !IsCall(use))
                    continue;
                if (++found > MaxUses || use.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || !RunsOnStack(use, new List<SyntaxNode> { type }, relays, worked, looped))
                    return false;
            }

            return found > 0;
        }

        /// <summary>_inner.Added += OnAdded, which raises Added: as the inner event is raised, so is this one.</summary>
        private bool IsRelay(IdentifierNameSyntax use, int relays)
        {
            if (use.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { } attach)
                return false;
            if (attach.IsKind(SyntaxKind.SubtractAssignmentExpression))
                return true;
            return attach.IsKind(SyntaxKind.AddAssignmentExpression) && IsAttached(attach, relays);
        }

        private bool IsAttached(SyntaxNode attach, int relays) => models.Of(attach.SyntaxTree).GetSymbolInfo(((AssignmentExpressionSyntax)attach).Left, cancellation).Symbol is IEventSymbol source
            && new Search(texts, models, cancellation).IsOnStack(source.OriginalDefinition, relays + 1);
    }
}
