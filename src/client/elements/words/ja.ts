/**
 * Japanese, in the polite です・ます form. Names of members are followed by さん. Nothing changes with a count.
 *
 * Glossary: room ルーム, link リンク, relay 中継サーバー, creator 作成者, key 鍵, seat 席, members 参加者.
 */
import type { TitledText } from "./en.ts"
import type { Words } from "./enRoom.ts"
import type { Phrasing } from "./Phrasing.ts"

export const ja = (say: Phrasing): Words => {
  const askAgain = "リンク全体を、できればコピーできるメッセージで、もう一度もらってください。"
  const isNotWhole = (part: string): TitledText => ({
    title: "このリンクは欠けています",
    text: `${part}途中で何かが書き換えました。${askAgain}`
  })
  const noLink: TitledText = {
    title: "ルームのリンクではありません",
    text: `ルームのリンクには /r/ があり、# のうしろに鍵が続きます。${askAgain}`
  }
  const byItself = "自動でもう一度試します。このページは開いたままにしてください。"
  const ended = "ルームは終わりました"
  return {
    common: {
      cancel: "キャンセル",
      close: "閉じる",
      makeNewRoom: "新しいルームを作る",
      makeOwnRoom: "自分のルームを作る"
    },
    language: {
      label: "言語",
      failed: "この言語を読み込めませんでした。接続を確認して、もう一度選んでください。"
    },
    pageTitles: {
      home: "Pug: 忘れるルーム",
      stages: {
        invited: "招待 · Pug",
        unusable: "このリンクは使えません · Pug",
        entering: "入室中 · Pug",
        waiting: "待機中 · Pug",
        inside: "ルーム · Pug",
        ended: "終わり · Pug"
      }
    },
    name: {
      label: "あなたの名前",
      hint: "任意。中継サーバーには見えません"
    },
    password: {
      label: "パスワード",
      choice: "パスワードも求める",
      toMake:
        "リンクとは別の方法で伝えてください。四つの単語なら推測は困難です。どこにも保存されません。これがないと、あなたも含めてだれも入れません。",
      toJoin: "このルームには、リンクのほかにパスワードが必要です。招待した人に聞いてください。",
      missing: "先にパスワードを入力してください。"
    },
    home: {
      heading: "忘れるルーム。",
      claim: "話したら、消えます。",
      pitch:
        "ルームを作り、話したい人にリンクを送ってください。言葉はブラウザの中で暗号化されます。中継サーバーは渡すだけで、読めず、何も残しません。アカウントもアプリもいりません。",
      lasts: "時間",
      people: "人数",
      upTo: (count) => `${say.number(count)} 人まで`,
      make: "ルームを作る",
      working: "ロボットがあふれないように、少し計算しています。",
      workingLong: "いつもより時間がかかっています。",
      workLabel: "計算",
      terms: "できること、できないこと",
      does: "できること",
      doesList: [
        "リンクの中にだけある鍵で、あなたのブラウザの中で暗号化し、復号します",
        "時間が来たとき、あなたが終わらせたとき、最後の人が出たときに、全員のルームを終わらせます",
        "メッセージが欠けたり、書き換えられたり、二度届いたりしたら知らせます",
        "何も保存しません。アカウントも履歴も Cookie もなく、端末にも残しません（頼んだときの戻り道だけは別です）"
      ],
      doesNot: "できないこと",
      doesNotList: [
        "ルームにいる人が、読んだものを写したり撮ったりするのを止めること",
        "相手がだれかを確かめること。リンクを持つ人はだれでも入れます",
        "話していること、いつ、どれだけ、どのネットワークアドレスからかを、中継サーバーに隠すこと",
        "端末が監視されているときや、リンクが途中やブラウザの履歴で読まれたときに守ること"
      ]
    },
    createFailed: {
      tooMany: (when) => `あなたのネットワークから作られるルームが多すぎます。${when}にもう一度試してください。`,
      busy: "中継サーバーはいま満員です。1 分後にもう一度試してください。",
      refused: "この中継サーバーでは、あなたはルームを作れません。",
      refusedBecause: (reason) => `この中継サーバーでは、あなたはルームを作れません: ${reason}`,
      challengeExpired:
        "計算が、中継サーバーの待つ時間より長くかかりました。このページを前に出したまま、もう一度試してください。",
      unreachable: "中継サーバーが応答しません。接続を確認して、もう一度試してください。",
      pageFailed: "このページに不具合があります。原因は私たちにあります。読み込み直してください。",
      other: (code) => `ルームを作れませんでした（${code}）。もう一度試してください。`
    },
    paste: {
      label: "リンクをお持ちですか",
      placeholder: "貼り付けるか、言葉を入力",
      didYouMean: "もしかして",
      open: "ルームを開く",
      whole: "このリンクは完全です。",
      otherRelay: (host) => `行き先は別の中継サーバー ${host} です。`,
      repaired: (repairs) => `リンクを直しました: ${repairs}。`,
      repairSeparator: "、",
      repairs: {
        surroundings: "まわりの文を除く",
        characters: "符号になった文字を戻す",
        invisible: "見えない文字を除く",
        breaks: "行に分かれたところをつなぐ",
        address: "はじめの部分を補う",
        separators: "# や & を戻す",
        additions: "付け足されたものを除く"
      },
      noList: {
        title: "単語の一覧を読み込めませんでした",
        text: "接続を確認して、このページを読み込み直してください。リンクの貼り付けは、一覧がなくても使えます。"
      }
    },
    spoken: {
      tooManyLines: (count) => `${say.number(count)} 行より多くあります。余分を消してください。`,
      allRight: (count) => `${say.number(count)} 行すべて正しいです。`,
      someRight: (right, count) => `${say.number(count)} 行のうち ${say.number(right)} 行が正しいです。`,
      begun: (line, count, full) => `${say.number(line)} 行目: ${say.number(full)} 語のうち ${say.number(count)} 語。`,
      miscounted: (line, count, full) =>
        `${say.number(line)} 行目は ${say.number(count)} 語です。${say.number(full)} 語のはずです。`,
      wrong: (line) => `${say.number(line)} 行目に正しくないところがあります。単語を見比べてください。`,
      unknown: (line, word) => `${say.number(line)} 行目: 「${word}」は一覧にない単語です。`
    },
    link: {
      empty: noLink,
      "not-a-url": noLink,
      "unsupported-scheme": noLink,
      "credentials-in-url": noLink,
      "not-a-room-link": noLink,
      "secrets-exposed": {
        title: "このリンクの鍵は漏れています",
        text: "途中で # が %23 に変えられました。そのため、持ってはならない鍵が中継サーバーに送られました。このルームは使わないでください。新しく作り、リンクを別の方法で送ってください。"
      },
      "room-id-wrong-length": isNotWhole("ルームの名前が短すぎるか、長すぎます。"),
      "room-id-not-base64url": isNotWhole("ルームの名前に、あるはずのない文字があります。"),
      "fragment-missing": {
        title: "鍵がありません",
        text: "ルームのリンクには # のうしろに鍵がありますが、ここにはその部分がありません。このページを読み込み直した場合、鍵は残されていません。リンク全体をもう一度開いてください。"
      },
      "key-missing": isNotWhole("鍵（k=）がありません。"),
      "key-repeated": isNotWhole("鍵（k=）が二つ以上あります。"),
      "key-wrong-length": isNotWhole("鍵（k=）が短すぎるか、長すぎます。"),
      "key-not-base64url": isNotWhole("鍵（k=）に、あるはずのない文字があります。"),
      "secret-missing": isNotWhole("ルームの秘密（s=）がありません。"),
      "secret-repeated": isNotWhole("ルームの秘密（s=）が二つ以上あります。"),
      "secret-wrong-length": isNotWhole("ルームの秘密（s=）が短すぎるか、長すぎます。"),
      "secret-not-base64url": isNotWhole("ルームの秘密（s=）に、あるはずのない文字があります。"),
      "address-missing": isNotWhole("はじめの部分、# の前のアドレスがありません。"),
      "address-broken": isNotWhole("アドレスが壊れていて、つなぎ方が一通りに決まりません。"),
      "letter-case-lost": isNotWhole("文字がすべて小文字か大文字になっています。両方が必要です。"),
      "several-links": {
        title: "リンクが二つ以上あります",
        text: "この文のリンクは、別々のルームか、別々の鍵の同じルームを指しています。使いたいものだけを貼り付けてください。"
      },
      "read-by-another-site": {
        title: "ほかのサイトがこのリンクを読みました",
        text: "リンクがほかのサイトのアドレスの中にあり、鍵がそのサイトに渡っています。このルームは使わないでください。新しく作り、リンクを別の方法で送ってください。"
      }
    },
    insecure: {
      title: "このページは暗号化できません",
      text: "http で開かれています。ブラウザは https で開いたページでだけ暗号化します。同じアドレスの前に https:// を付けて開いてください。この中継サーバーを自分で動かしているなら、証明書を設定してください。"
    },
    join: {
      heading: "会話に招待されています。",
      pitch:
        "このリンクは一度の会話のためのものです。あなたの書いたものはブラウザの中で暗号化され、リンクを持つ人だけが読めます。間の中継サーバーには読めません。ルームが終われば、何も残りません。",
      join: "ルームに入る",
      beforehand:
        "入るまで、ルームのだれにもあなたは見えません。読み込み直すとまた必要になるので、リンクを取っておいてください。入ったあとで、このタブに残すこともできます。"
    },
    wait: {
      entering: { title: "入室中", text: "中継サーバーに席を頼んでいます。" },
      working: { title: "入室中", text: "ロボットがあふれないように、少し計算しています。" },
      lost: {
        title: "中継サーバーが応答しません",
        text: `${byItself}ほかのページが開けるなら、このネットワークが会話に必要な接続（WebSocket）を止めているかもしれません。別のネットワークを試してください。`
      },
      blocked: {
        title: "このネットワークが会話を止めています",
        text: `中継サーバーは応答していますが、会話に必要な WebSocket が途中で止められています。会社のネットワークやフィルターで起こります。携帯電話など、別のネットワークを試してください。 ${byItself}`
      },
      unreachable: {
        title: "中継サーバーに届きません",
        text: `まったく応答がありません。この端末がつながっていないか、中継サーバーが止まっています。 ${byItself}`
      },
      "not-open-yet": {
        title: "まだ開いていません",
        text: `このルームの作成者がまだ来ていません。作成者が入ると開きます。${byItself}`
      },
      full: {
        title: "ルームは満員です",
        text: `席がすべて埋まっています。だれかが出ると入れます。${byItself}`
      },
      locked: {
        title: "ルームは閉め切られています",
        text: `作成者が、いまは新しい人を入れないようにしています。${byItself}`
      },
      busy: {
        title: "中継サーバーが混み合っています",
        text: `いまは接続をこれ以上受けられません。${byItself}`
      },
      "too-many": {
        title: "同じネットワークからの接続が多すぎます",
        text: `あなたのネットワークアドレスからの接続か試行が、中継サーバーの上限に達しています。${byItself}`
      },
      tryNow: "いま試す",
      giveUp: "やめる"
    },
    banner: {
      working: "ルームに戻っています。先に少し計算します。",
      lost: "接続が切れました。書いたものは待っています。",
      waiting: (title) => `${title}。試し続けています。`,
      reconnect: "いま再接続"
    },
    room: {
      heading: "ルーム",
      conversation: "会話",
      panel: "参加者と操作",
      here: (count) => `${say.number(count)} 人`,
      hereLocked: (count) => `${say.number(count)} 人、閉め切り中`,
      invite: "招待",
      leave: "出る",
      vanish: "姿を消す",
      vanishHow: "すぐに出て、このページを空にします。キーボードでは Esc を3回押します。",
      purge: "全員の会話を終わらせる",
      lock: "閉め切る",
      unlock: "また開ける",
      rotate: "新しいリンク",
      alone: "いまはあなた一人です。出るかこのページを閉じると、ルームは終わります。",
      aloneFor: (wait) =>
        `いまはあなた一人です。リンクを送ってください。このページを閉じても、ルームは${wait}待ちます。`,
      notVerified: "まだ確かめていません。リンクの鍵が正しいかは、ほかの人が来ると分かります。",
      passwordNotVerified: "まだ確かめていません。パスワードが合っているかは、ほかの人が来ると分かります。",
      wrongKey:
        "ほかの人の書いたものが、あなたのリンクの鍵では開けません。お互いに読めない状態です。リンクをもう一度もらってください。",
      timeLeftLabel: "残り時間",
      left: "残り"
    },
    away: {
      heading: "ほかの画面を見ている間",
      veil: "会話をぼかす",
      sound: "小さな音を鳴らす",
      notify: "通知を表示する",
      notifyHow: "届いたことだけを知らせ、内容も相手も場所も表示しません。",
      notifyRefused: "ブラウザーがここでの通知を許可していません。このページに対するブラウザーの設定で変更できます。",
      arrived: "何か届きました。"
    },
    keep: {
      choice: "読み込み直しても戻る",
      asGuest: "退出するかルームが終わるまで、リンクと名前をこのタブに残します。",
      asCreator: "退出するかルームが終わるまで、リンクと名前と作成者の権限をこのタブに残します。",
      noPassword: "パスワードはもう一度尋ねます。"
    },
    members: {
      heading: (count, capacity) => `${say.number(capacity)} 人中 ${say.number(count)} 人`,
      remove: "外す",
      removeLabel: (name) => `${name}さんを外す`,
      you: "あなた",
      creator: "作成者",
      verified: "あなたと同じ鍵",
      notVerified: "鍵は未確認",
      factSeparator: "、"
    },
    log: {
      copy: "このメッセージをコピー",
      copied: "メッセージをコピーしました。",
      notCopied: "ブラウザがコピーを許可しませんでした。テキストを選択してください。",
      label: "メッセージ一覧",
      omitted: "これより前のメッセージは、このページに残っていません。",
      fresh: (count) => `新しいメッセージ ${say.number(count)} 件`,
      you: "あなた",
      sent: "送信済み",
      waiting: "待機中",
      notSent: "未送信",
      retry: "もう一度送る",
      discard: "破棄",
      disappears: (time) => `${time}後に消えます`
    },
    composer: {
      label: "メッセージ",
      placeholder: "メッセージを書く",
      send: "送信",
      lasting: "消えるまでの時間",
      stays: "ルームが終わるまで残す",
      lastingHow: (time) => `届いてから${time}後に、それぞれの画面から消えます。読んだ人が手元に残すことはできます。`,
      tooLong: (bytes) => `${say.number(bytes)} バイト長すぎます。分けて送ってください。`,
      bytesLeft: (bytes) => `あと ${say.number(bytes)} バイト書けます。`
    },
    invite: {
      label: "このルームのリンク",
      code: "リンクの QR コード",
      copy: "リンクをコピー",
      copied: "コピーしました",
      copiedStatus: "リンクをコピーしました。",
      share: "共有",
      whoCanCome: (capacity) =>
        `リンクを持つ人はだれでも入って読めます。${say.number(capacity)} 人になるか、ルームが閉め切られるか、時間が来るまでです。送りたい人にだけ送ってください。`,
      whoHasBoth: (capacity) =>
        `リンクだけでは何も開けません。パスワードはリンクとは別の方法で伝え、一緒に送らないでください。両方を持つ人はだれでも入って読めます。${say.number(capacity)} 人になるか、ルームが閉め切られるか、時間が来るまでです。`,
      copyByHand: "ブラウザがコピーを許可しませんでした。リンクを選択してあります。手でコピーしてください。",
      unknown:
        "作成者が新しいリンクを作りましたが、まだ届いていません。前のリンクはもう使えません。ルームで聞いてください。",
      readOut: "言葉で読み上げる",
      readOutHow: (label) =>
        `もう一つの端末で下のアドレスを開き、「${label}」の欄にこの英単語を入力してください。それぞれ初めの 4 文字で足ります。聞いた人はだれでも入れます。`,
      notLoaded: "このページの一部を読み込めませんでした。リンクはそのまま使えます。"
    },
    passwordDoubt: {
      title: "このパスワードは合いません",
      text: "ほかの人の書いたものが、これでは開けません。お互いに読めない状態です。",
      hint: "大文字と小文字は区別されます。合っているはずなのに開けないときは、リンクとパスワードをもう一度もらってください。",
      action: "もう一度試す",
      trying: "試しています…"
    },
    shortcuts: {
      heading: "キーボード操作",
      send: "書いたメッセージを送る",
      line: "改行する",
      copy: "入力欄から最新メッセージのコピーボタンへ",
      messages: "そこから他のメッセージへ",
      close: "開いているものを閉じる",
      vanish: "ただちに退出してこのページを空にする",
      help: "入力欄の外で、この一覧を表示"
    },
    question: {
      leave: {
        heading: "ルームを出ますか",
        last: "あなたが最後の一人なので、ルームは終わり、すべて消えます。",
        creator:
          "話したことは、このページから消えます。戻るにはリンクが必要で、戻ったあとはゲストになります。ルームを閉め切ることや早く終わらせることは、もうだれにもできません。",
        guest: "話したことは、このページから消えます。戻るにはリンクが必要です。",
        action: "出る"
      },
      purge: {
        heading: "全員の会話を終わらせますか",
        text: "ルームは全員に対して閉じ、話したことはすべて消えます。取り消せません。",
        action: "終わらせる"
      },
      rotate: {
        heading: "新しいリンクを作りますか",
        text: "前のリンクは使えなくなります。いまいる人はそのまま残り、新しいリンクを知らされます。",
        action: "新しいリンクを作る"
      },
      kick: {
        heading: (name) => `${name}さんを外しますか`,
        text: (name) => `${name}さんは、これから話すことを読めなくなります。それまでの会話は残ります。`,
        action: "外す",
        effect: (name) => `席が空いていてルームが閉め切られていなければ、${name}さんはリンクでまた入れます。`,
        changeLink: "外してリンクを変える",
        changeLinkEffect: (name) =>
          `前のリンクは使えなくなります。ほかの人はそのまま残り、新しいリンクを知らされます。${name}さんには知らされません。`
      }
    },
    note: {
      cameIn: "ルームに入りました。それより前の会話は表示されません。",
      cameBackWhole: "また接続しました。見逃したメッセージはありません。",
      cameBack: (missed) =>
        `また接続しました。その間に書かれたメッセージは多くて ${say.number(missed)} 件で、表示されません。`,
      timeLeft: (duration) => `残り${duration}です。その後ルームは終わり、話したことはすべて消えます。`,
      joined: (name) => `${name}さんが入りました。`,
      returned: (name) => `${name}さんがまた接続しました。`,
      renamed: (before, name) => `${before}さんの名前は、いまは${name}です。`,
      youAreCreator: "いまはあなたが作成者です。",
      isCreator: (name) => `いまは${name}さんが作成者です。`,
      locked: "ルームは閉め切られました。新しい人は入れません。",
      unlocked: "ルームはまた、新しい人に開かれました。",
      newLink: "リンクが新しくなりました。前のリンクはもう使えません。",
      newLinkUnknown: "リンクが新しくなりましたが、まだ届いていません。前のリンクはもう使えません。",
      left: (name) => `${name}さんが出ました。`,
      lost: (name) => `${name}さんの接続が切れました。`,
      kicked: (name) => `${name}さんが外されました。`,
      refusedNotCreator: "中継サーバーは実行しませんでした。作成者にしかできず、あなたはもう作成者ではありません。",
      refusedNoMember: "外す人がいません。その人はもう出ています。",
      refusedBusy: "中継サーバーが混み合っていて、できませんでした。もう一度試してください。"
    },
    fault: {
      fromYou: "あなたから",
      fromSomebody: "だれかから",
      fromMember: (name) => `${name}さんから`,
      malformed: (count, from) => `${from}のメッセージ ${say.number(count)} 件は読み取れず、表示していません。`,
      misattributedToYou: (count) =>
        `あなたの名で別の人から届いたメッセージ ${say.number(count)} 件は、表示していません。`,
      misattributedToNobody: (count) =>
        `ここにいない人の名で届いたメッセージ ${say.number(count)} 件は、表示していません。`,
      misattributedToMember: (count, name) =>
        `${name}さんの名で別の人から届いたメッセージ ${say.number(count)} 件は、表示していません。`,
      wrongKey: (count, from) =>
        `${from}のメッセージ ${say.number(count)} 件は、あなたと違う鍵で封じられています。どちらかのリンクが間違っています。`,
      otherPassword: (count, from) =>
        `${from}のメッセージ ${say.number(count)} 件は開けません。どちらかが違うパスワードを入力しています。`,
      tampered: (count, from) =>
        `${from}のメッセージ ${say.number(count)} 件は途中で書き換えられたため、表示していません。`,
      replayed: (count, from) => `${from}のメッセージ ${say.number(count)} 件が二度届きました。一度だけ表示します。`,
      reordered: (count, from) =>
        `${from}のメッセージ ${say.number(count)} 件は、新しいもののあとに遅れて届いたため、表示していません。`,
      missing: (count, from) =>
        `${from}のメッセージ ${say.number(count)} 件が欠けています。中継サーバーが届けませんでした。`,
      forked:
        "中継サーバーは、だれかにあなたと違う会話を見せています。ここで読むものを信用せず、新しいルームを作ってください。",
      forkedFor: (name) =>
        `中継サーバーは、${name}さんにあなたと違う会話を見せています。ここで読むものを信用せず、新しいルームを作ってください。`,
      logGap: "中継サーバーが会話の一部を抜かしたか、繰り返しました。全部そろっているとは限りません。",
      clock: "中継サーバーの時計が戻ったか、この端末の時計と大きく違います。ここに出る時刻は当てになりません。",
      falseCreator: "中継サーバーは、作成者がだれかを間違えています。作成者の表示は当てになりません。",
      falseCreatorYou: "中継サーバーは、あなたが作成者かどうかを間違えています。作成者の表示は当てになりません。",
      falseCreatorMember: (name) =>
        `中継サーバーは${name}さんが作成者だと言いますが、${name}さんはそう言っていません。作成者の表示は当てになりません。`
    },
    unsentAtEnd: "最後に書いたものは届いていない可能性があります。",
    end: {
      purged: { title: ended, text: "作成者が終わらせました。中のものはすべて消えました。" },
      expired: { title: ended, text: "時間が来ました。中のものはすべて消えました。" },
      "ended-by-operator": {
        title: ended,
        text: "この中継サーバーの運営者が終わらせました。中のものはすべて消えました。"
      },
      "room-failed": {
        title: ended,
        text: "中継サーバーの不具合で終わりました。中のものはすべて消えました。外のだれにも読まれていません。"
      },
      "going-away": {
        title: ended,
        text: "中継サーバーが止まるか再起動するため、ルームも一緒に終わります。中のものはすべて消えました。"
      },
      empty: { title: ended, text: "全員が出ました。中のものはすべて消えました。" },
      unopened: { title: ended, text: "時間までにだれも来ませんでした。" },
      left: {
        title: "ルームを出ました",
        text: "話したことは、このページから消えました。ほかの人のルームは、全員が出るか時間が来るまで続きます。"
      },
      "gave-up": {
        title: "入るのをやめました",
        text: "ルームに入る前にやめました。もう一度試すには、リンクをまた開いてください。"
      },
      "left-last": { title: ended, text: "あなたが最後の一人でした。中のものはすべて消えました。" },
      "cut-off": {
        title: "ルームに戻れません",
        text: "接続が切れている間に、ルームが終わったか、リンクが新しくなりました。話したことは、このページから消えました。ほかの人がまだいるなら、リンクをもらってください。"
      },
      "join-refused": {
        title: "このルームには入れません",
        text: "ルームが終わったか、リンクが正しくありません。ルームを探し回れないように、中継サーバーはどちらかを言いません。新しいリンクをもらうか、自分のルームを作ってください。"
      },
      kicked: {
        title: "ルームから外されました",
        text: "作成者があなたの席を外しました。話したことは、このページから消えました。"
      },
      replaced: {
        title: "別のページで入室しています",
        text: "あなたの新しい接続が同じ席を使ったため、このページは席を手放しました。"
      },
      forbidden: {
        title: "この中継サーバーには入れません",
        text: "運営者が、入れる人についての決まりを設けています。あなたはその中にいません。"
      },
      incompatible: {
        title: "このページと中継サーバーが合いません",
        text: "バージョンが違います。ページが新しく読み込まれるように、リンクをもう一度開いてください。"
      },
      "page-failed": {
        title: "このページに不具合があります",
        text: "ひとりでに止まりました。原因は私たちにあります。戻るには、リンクをもう一度開いてください。"
      }
    }
  }
}
