import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Requests } from '~/components/app/requests';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { NewToken } from './new-token';
import { TokenForm } from './token-form';
import { TokenList } from './token-list';

type View = { readonly at: 'list' } | { readonly at: 'form' } | { readonly at: 'made'; readonly secret: string };

/** Personal access tokens: a program signs in with one instead of a password. */
export default function TokensDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('account');
  const [view, setView] = useState<View>({ at: 'list' });
  const toList = () => setView({ at: 'list' });
  return (
    <Dialog title={t('tokens')} onClose={onClose}>
      <Requests>
        {view.at === 'list' && (
          <div className="grid gap-4">
            <p className="text-sm text-muted">{t('tokensHint')}</p>
            <TokenList />
            <Button look="primary" onClick={() => setView({ at: 'form' })}>
              {t('newToken')}
            </Button>
          </div>
        )}
        {view.at === 'form' && <TokenForm onCancel={toList} onMade={(secret) => setView({ at: 'made', secret })} />}
        {view.at === 'made' && <NewToken secret={view.secret} onDone={toList} />}
      </Requests>
    </Dialog>
  );
}
