using LeakGuard.Holders;
using LeakGuard.Reporting;

namespace LeakGuard;

/// <summary>One rule: a pure function from the model of a type to findings.</summary>
internal interface IHolderRule
{
    void Find(Holder holder, Reporter reporter);
}
